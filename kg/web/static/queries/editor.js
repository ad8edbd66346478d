// The editor at /sparql: YASGUI on this server's own endpoint, with completion from the graph's ontology. Nothing is
// asked of other hosts, and answers are drawn here, as text: YASGUI's own table has written values as markup before.
import Yasgui from "/static/vendor/yasgui.js";

const ENDPOINT = `${location.origin}/sparql`;
const ROWS = 1000;

/** An element with text in it; text is never markup. */
function element(tag, text, parent, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  parent?.append(made);
  return made;
}

/** The address on this server that shows an IRI, or the IRI if it is a web address; "" for anything else. */
function address(iri, prefixes) {
  const roots = { "/id/": prefixes.id, "/vocabulary/": prefixes.vocabulary, "/ontology#": prefixes.dkg };
  for (const [root, base] of Object.entries(roots)) if (base && iri.startsWith(base)) return root + iri.slice(base.length);
  return /^https?:\/\//.test(iri) ? iri : "";
}

function shortened(iri, prefixes) {
  let best = "", name = "";
  for (const [prefix, base] of Object.entries(prefixes)) if (iri.startsWith(base) && base.length > best.length) [best, name] = [base, prefix];
  return best ? `${name}:${iri.slice(best.length)}` : iri;
}

/** The answer as it came, if it is rows: what YASGUI's parser gives has lost "{{" and "}}" from its values. */
function answered(yasr) {
  try {
    const found = JSON.parse(yasr.results.getOriginalResponseAsString());
    return found.results?.bindings ? found : undefined;
  } catch {
    return undefined;
  }
}

/** What the server says is wrong, in words. */
async function problem(error) {
  try {
    const { detail, hint } = JSON.parse(error.text);
    return element("p", hint ? `${detail}; ${hint}` : detail);
  } catch {
    return undefined;
  }
}

/** Shows SELECT's rows, and links to the page that draws them as a network, a map or a timeline. */
function answerPlugin(prefixes) {
  return class Answer {
    priority = 20;
    label = "Table";
    hideFromSelection = false;
    constructor(yasr) { this.yasr = yasr; }
    canHandleResults() { return answered(this.yasr)?.head?.vars !== undefined; }
    getIcon() { return element("span", "▦"); }
    download() { return undefined; }
    draw() {
      const { resultsEl } = this.yasr, found = answered(this.yasr);
      const columns = found.head.vars, rows = found.results.bindings;
      const query = element("p", "", resultsEl);
      const own = new URLSearchParams({ query: currentQuery(), format: "html" });
      element("a", "As a page: network, map, timeline, permalink", query, { href: `/sparql?${own}` });
      if (rows.length > ROWS) element("p", `The first ${ROWS} of ${rows.length} rows.`, resultsEl);
      const scroll = element("div", "", resultsEl, { class: "rows", tabindex: "0", role: "region", "aria-label": "Rows" });
      const table = element("table", "", scroll), head = element("tr", "", element("thead", "", table));
      for (const column of columns) element("th", column, head, { scope: "col" });
      const body = element("tbody", "", table);
      for (const row of rows.slice(0, ROWS)) {
        const line = element("tr", "", body);
        for (const column of columns) {
          const cell = element("td", "", line), term = row[column];
          if (!term) continue;
          const href = term.type === "uri" ? address(term.value, prefixes) : "";
          if (href) element("a", shortened(term.value, prefixes), cell, { href, title: term.value });
          else element("span", term.value, cell, term["xml:lang"] ? { lang: term["xml:lang"] } : {});
        }
      }
    }
  };
}

/** Completion of one kind of term, by prefixed name, IRI or label. */
function completer(name, terms, fits) {
  return {
    name, bulk: false, autoShow: true, isValidCompletionPosition: fits,
    preProcessToken: (_, token) => token,
    get: (_, token) => {
      const typed = (token?.string ?? "").toLowerCase().replace(/^</, "");
      const hit = (term) => term.name.toLowerCase().startsWith(typed) || term.name.toLowerCase().split(":")[1]?.startsWith(typed)
        || term.iri.toLowerCase().startsWith(typed) || term.label.toLowerCase().startsWith(typed);
      return terms.filter(hit).map((term) => term.name).slice(0, 80);
    },
  };
}

const isVariable = (token) => token.string.startsWith("?") || token.string.startsWith("$");

function atClass(yasqe) {
  const token = yasqe.getCompleteToken();
  if (isVariable(token)) return false;
  const before = yasqe.getPreviousNonWsToken(yasqe.getDoc().getCursor().line, token);
  return ["a", "rdf:type", "rdfs:subClassOf", "rdfs:domain", "rdfs:range"].includes(before?.state?.lastProperty)
    || ["a", "rdf:type"].includes(before?.string);
}

function atProperty(yasqe) {
  const token = yasqe.getCompleteToken();
  return token.string.length > 0 && !isVariable(token) && (token.state.possibleCurrent ?? []).includes("a");
}

function atConcept(yasqe) {
  const token = yasqe.getCompleteToken();
  return /^[a-z-]+:/i.test(token.string) && !atClass(yasqe) && !atProperty(yasqe);
}

/** Declares the graph's prefixes as soon as they are used: the server knows them anyway, other engines do not. */
function declares(yasqe, prefixes) {
  let adding = false;  // each declaration is a change of its own
  const add = () => {
    if (adding) return;
    const text = yasqe.getValue(), bare = text.replace(/<[^<>\s]*>|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|#.*/g, " ");
    const declared = yasqe.getPrefixesFromQuery(), missing = {};
    for (const [, prefix] of bare.matchAll(/(?:^|[\s(/|^!;,{])([a-z][\w-]*):/gi)) {
      if (Object.hasOwn(prefixes, prefix) && !(prefix in declared)) missing[prefix] = prefixes[prefix];
    }
    adding = true;
    if (Object.keys(missing).length) yasqe.addPrefixes(missing);
    adding = false;
  };
  yasqe.on("change", add);
  add();
}

let yasgui;
const currentQuery = () => yasgui.getTab().getYasqe().getValue();

async function start() {
  const plain = document.getElementById("plain"), place = document.getElementById("editor");
  const reply = await fetch("/api/terms");
  if (!reply.ok) return;
  const { prefixes, terms } = await reply.json();
  const { Yasr, Yasqe } = Yasgui;
  for (const name of Object.keys(Yasr.plugins)) if (!["boolean", "error", "response"].includes(name)) {
    delete Yasr.plugins[name];
    delete Yasr.defaults.plugins[name];
  }
  Object.assign(Yasr.defaults, { pluginOrder: ["answer", "response"], defaultPlugin: "answer" });
  Yasr.registerPlugin("answer", answerPlugin(prefixes));
  const of = (kind) => terms.filter((term) => term.kind === kind);
  const own = [completer("ontology-class", of("class"), atClass), completer("ontology-property", of("property"), atProperty),
    completer("ontology-concept", of("concept"), atConcept)];
  for (const made of own) Yasqe.registerAutocompleter(made, false);
  const completers = ["variables", ...own.map((made) => made.name)];
  place.hidden = false;
  yasgui = new Yasgui(place, {
    persistenceId: null, populateFromUrl: false, autofocus: false, copyEndpointOnNewTab: true, corsProxy: undefined,
    requestConfig: { endpoint: ENDPOINT, method: "POST" },
    endpointCatalogueOptions: { getData: () => [{ endpoint: ENDPOINT }] },
    yasqe: { value: plain.elements.query.value, autocompleters: completers, persistenceId: null, consumeShareLink: null,
      createShareableLink: () => `${ENDPOINT}?${new URLSearchParams({ query: currentQuery(), format: "html" })}`,
      prefixCcApi: null, requestConfig: { endpoint: ENDPOINT, method: "POST" } },
    yasr: { persistenceId: null, defaultPlugin: "answer", pluginOrder: ["answer", "response"], prefixes },
  });
  const yasqe = yasgui.getTab().getYasqe();
  yasqe.getInputField().setAttribute("aria-label", "Query in SPARQL");
  yasqe.setValue(plain.elements.query.value);
  declares(yasqe, prefixes);
  const { config } = yasgui.getTab().getYasr();
  config.errorRenderers = [problem, ...(config.errorRenderers ?? [])];
  plain.hidden = true;
  window.kgEditor = yasgui;  // for tests, and for who tries things in the console
}

start().catch((error) => {  // the plain form stays
  document.getElementById("editor").hidden = true;
  console.warn("the editor could not be started:", error);
});
