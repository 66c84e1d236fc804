// Shows /openapi.json as a page: operations by resource, their parameters, answers, and a curl line.

const METHODS = ["get", "post", "delete"];
const results = document.getElementById("operations");

function element(name, content = [], attributes = {}) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...[content].flat());
  return made;
}

function describeType(schema) {
  if (schema.$ref) return schema.$ref.split("/").pop();
  if (schema.anyOf) return schema.anyOf.map(describeType).join(" or ");
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.type === "array") return `list of ${describeType(schema.items)}`;
  const rules = [schema.format, schema.pattern];
  if (schema.minimum !== undefined || schema.maximum !== undefined) {
    rules.push(`${schema.minimum ?? ""}…${schema.maximum ?? ""}`);
  }
  if (schema.maxLength !== undefined) rules.push(`at most ${schema.maxLength} characters`);
  if (schema.default !== undefined) rules.push(`default ${schema.default}`);
  return [[schema.type].flat().join(" or "), ...rules.filter(Boolean)].join(", ");
}

// What a body holds, in the kind that is named or in the only one there is.
function schemaOf(body, kind) {
  const content = body?.content ?? {};
  return (content[kind] ?? Object.values(content)[0])?.schema;
}

function parametersOf(operation) {
  const form = schemaOf(operation.requestBody, "application/x-www-form-urlencoded");
  const fields = Object.entries(form?.properties ?? {}).map(([name, schema]) => ({
    name, in: "form", schema, required: (form.required ?? []).includes(name),
  }));
  return [...operation.parameters, ...fields];
}

function table(headings, rows) {
  const head = element("tr", headings.map((heading) => element("th", heading, { scope: "col" })));
  return element("table", [element("thead", head), element("tbody", rows)]);
}

function curlLine(path, method, parameters) {
  const words = ["curl -u \"$ACCOUNT_SID:$AUTH_TOKEN\""];
  if (method === "delete") words.push("-X DELETE");
  words.push(`"${location.origin}${path.replaceAll("{", "$").replaceAll("}", "")}"`);
  for (const { name } of parameters.filter((p) => p.in === "form" && p.required)) {
    words.push(`--data-urlencode "${name}=…"`);
  }
  return words.join(" ");
}

function showResource(description, name) {
  const schema = description.components.schemas[name];
  return table(
    [name, "type"],
    Object.entries(schema.properties ?? {}).map(([field, type]) =>
      element("tr", [element("td", element("code", field)), element("td", describeType(type))])),
  );
}

function showOperation(description, path, method, operation) {
  const parameters = parametersOf(operation);
  const [status, answer] = Object.entries(operation.responses)[0];
  const shape = schemaOf(answer, "application/json");
  const content = shape?.contentSchema ?? shape; // Of a stream, what each event holds.
  const listed = Object.values(content?.properties ?? {}).find((schema) => schema.items)?.items;
  const resource = (content?.$ref ?? listed?.$ref)?.split("/").pop();
  const summary = element("summary", [
    element("span", method.toUpperCase(), { class: "method" }), element("code", path),
  ]);
  const rows = parameters.map((parameter) => element("tr", [
    element("td", element("code", parameter.name + (parameter.required ? " *" : ""))),
    element("td", parameter.in),
    element("td", describeType(parameter.schema)),
  ]));
  const body = [element("pre", curlLine(path, method, parameters))];
  if (rows.length) body.push(table(["parameter", "in", "type"], rows));
  body.push(element("p", `Answers ${status}${resource ? ` with ${listed ? "a page of " : ""}${resource}` : ""}.`));
  if (resource) body.push(showResource(description, resource));
  const details = element("details", [summary, ...body]);
  details.dataset.words = [path, method, ...parameters.map((p) => p.name)].join(" ").toLowerCase();
  return details;
}

function show(description) {
  const byResource = new Map();
  for (const [path, item] of Object.entries(description.paths)) {
    for (const method of METHODS.filter((known) => item[known])) {
      const operation = item[method];
      const shown = showOperation(description, path, method, operation);
      const [tag] = operation.tags;
      byResource.set(tag, [...(byResource.get(tag) ?? []), shown]);
    }
  }
  const sections = [...byResource].sort(([one], [other]) => one.localeCompare(other)).map(([tag, operations]) =>
    element("section", [element("h2", tag.replaceAll("_", " ")), ...operations]));
  results.replaceChildren(...sections);
}

function search(words) {
  for (const details of document.querySelectorAll("details")) {
    details.hidden = !words.every((word) => details.dataset.words.includes(word));
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("details:not([hidden])");
  }
}

document.getElementById("search").addEventListener("input", (event) =>
  search(event.target.value.toLowerCase().split(/\s+/).filter(Boolean)));

// Not relative: an address that was opened with credentials in it would be refused by fetch.
fetch(`${location.origin}/openapi.json`)
  .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(`${answer.status}`))))
  .then(show)
  .catch((error) => {
    results.replaceChildren(element("p", `The description could not be read: ${error.message}`));
  });
