// Judges the document on the standard input with the parser of the AsyncAPI initiative.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { Parser } = createRequire(`${process.cwd()}/`)("@asyncapi/parser");
const ERROR = 0;
const { document, diagnostics } = await new Parser().parse(readFileSync(0, "utf8"));
const errors = diagnostics.filter((found) => found.severity === ERROR);
for (const found of errors) {
  console.log(`${found.path.join(".") || "document"}: ${found.message} [${found.code}]`);
}
process.exit(document && errors.length === 0 ? 0 : 1);
