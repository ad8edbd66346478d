// What a node is called: in a language, or by whom.

/** The name in the state's language, of the authority that it names; the label where there is none. */
export function called(node, state) {
  const { language, names } = state;
  if (node.group) return node.label;
  if (names) {
    const theirs = node.names.filter((name) => name.by === names);
    const found = theirs.find((name) => name.language === language) ?? theirs.find((name) => name.language === "en")
      ?? theirs.find((name) => name.language.endsWith("-latn")) ?? theirs[0];
    if (found) return found.text;
  }
  if (language === "en" && node.kind !== "Topic") return node.label; // a neutral label, which no party's name can better
  return (node.names.find((name) => name.language === language && !name.by) ?? node.names.find((name) => name.language === language))?.text
    ?? node.label;
}

const VERBS = { support: "supports", oppose: "opposes", conditional: "would, on a condition, support" };
/** An edge's label as words between its ends. */
export const verb = (edge) => (edge.kind === "position" ? VERBS[edge.label] ?? edge.label : edge.label);
