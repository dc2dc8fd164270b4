// node validate.mjs MODULES CONFIG…: settings of an administration of content, held against the schema that Sveltia CMS
// publishes and the one that Decap CMS checks its settings with. MODULES is a folder that holds both packages.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, ...configs] = process.argv.slice(2);
const need = createRequire(join(modules, "package.json"));
const { parse } = need("yaml");
const Ajv = need("ajv").default;

// Widgets that the stock build of Decap has: an unknown one stops it.
const WIDGETS = [
  "string", "text", "number", "boolean", "select", "datetime", "list", "object", "relation", "markdown", "hidden",
  "image", "file", "map", "code", "color",
];

// The schema stands in a module that asks for the whole program: what it takes from there is given to it.
function decap() {
  const path = join(modules, "node_modules/decap-cms-core/dist/esm/constants/configSchema.js");
  const source = readFileSync(path, "utf8").replace(/^import .*$/gm, "").replace(/^export /gm, "");
  const given = {
    I18N_STRUCTURE: { a: "multiple_folders", b: "multiple_files", c: "single_file", d: "multiple_folders_i18n_root" },
    I18N_FIELD: { a: "translate", b: "duplicate", c: "none" },
    frontmatterFormats: ["yaml-frontmatter", "toml-frontmatter", "json-frontmatter"],
    extensionFormatters: { yml: 1, yaml: 1, toml: 1, json: 1, md: 1, markdown: 1, html: 1 },
    getWidgets: () => WIDGETS.map((name) => ({ name, schema: {} })),
  };
  return new Function(...Object.keys(given), `${source}; return getConfigSchema();`)(...Object.values(given));
}

const keywords = need("ajv-keywords");
const checks = {
  Sveltia: () => {
    const schema = JSON.parse(readFileSync(join(modules, "node_modules/@sveltia/cms/schema/sveltia-cms.json"), "utf8"));
    const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });
    return ajv.compile(schema);
  },
  Decap: () => {
    const ajv = new Ajv({ strict: false, allErrors: true, $data: true, validateFormats: false });
    (keywords.default ?? keywords)(ajv, ["select", "uniqueItemProperties", "instanceof", "prohibited"]);
    return ajv.compile(decap());
  },
};

let wrong = 0;
for (const [name, make] of Object.entries(checks)) {
  const check = make();
  for (const path of configs) {
    if (check(parse(readFileSync(path, "utf8"), { maxAliasCount: -1, prettyErrors: true, merge: true }))) {
      console.log(`${path}: valid for ${name}`);
    } else {
      wrong += 1;
      console.error(`${path}: not valid for ${name}`, check.errors.slice(0, 5));
    }
  }
}
process.exit(wrong ? 1 : 0);
