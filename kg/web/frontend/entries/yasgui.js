import "@zazuko/yasgui/build/yasgui.min.css";
export { default } from "@zazuko/yasgui";
