// For the layout's worker: the graph, and ForceAtlas2 step by step.
export { UndirectedGraph } from "graphology";
export { inferSettings } from "graphology-layout-forceatlas2";
export { graphToByteArrays } from "graphology-layout-forceatlas2/helpers.js";
export { default as iterate } from "graphology-layout-forceatlas2/iterate.js";
