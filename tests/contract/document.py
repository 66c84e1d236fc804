"""Twilio's description of TaskRouter, as JSON Schemas that answers are held against.

It is stricter than the description: every property must be there, and no other.
"""

import datetime as dt
import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

ROOT = Path(__file__).parents[2]
PATH = ROOT.parent / "shared" / "spec" / "twilio_taskrouter_v1.json"
NOT_HERE = "Twilio's description may not be committed: it is held against where it lies beside us"
DATE_TIME = "%Y-%m-%dT%H:%M:%SZ"

EMPTY_WHEN_UNSET = {"event_callback_url"}
"""The properties of format ``uri`` that are an empty text rather than null when they are unset."""

_KEPT = ("type", "format", "enum", "pattern", "minLength", "maxLength")

formats = FormatChecker(formats=())


@formats.checks("date-time", raises=ValueError)
def _is_date_time(value: Any) -> bool:
    return not isinstance(value, str) or bool(dt.datetime.strptime(value, DATE_TIME))  # noqa: DTZ007


@formats.checks("uri")
def _is_absolute_uri(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    parts = urlsplit(value)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


@formats.checks("uri-map")
def _is_map_of_uris(value: Any) -> bool:
    return value is None or all(
        isinstance(uri, str) and _is_absolute_uri(uri) for uri in value.values()
    )


@dataclass(frozen=True)
class Operation:
    """One thing that can be asked of TaskRouter."""

    name: str
    method: str
    path: str
    parameters: frozenset[str]
    """Their names, the ones in the path left out."""
    status: int
    """Of the answer when all is well."""
    schema: dict[str, Any] | None
    """Of the answer's JSON; None for an empty answer."""

    def faults(self, status: int, body: Any) -> list[str]:
        """What is wrong with an answer."""
        found = [] if status == self.status else [f"status {status} is not {self.status}"]
        if self.schema is None:
            return found + ["there is a body"] * (body is not None)
        validator = Draft202012Validator(self.schema, format_checker=formats)
        return found + [f"{e.json_path}: {e.message}" for e in validator.iter_errors(body)]


def read() -> Any:
    """The description; without any paths or components if it is not here."""
    if not PATH.exists():
        return {"paths": {}, "components": {}}
    return json.loads(PATH.read_text(encoding="utf-8"))


def read_operations() -> list[Operation]:
    """All operations; none if the description is not here."""
    document = read()
    return [
        _operation(document, method, path, described)
        for path, item in document["paths"].items()
        for method, described in item.items()
        if method in ("get", "post", "delete")
    ]


def _operation(document: Any, method: str, path: str, described: Any) -> Operation:
    names = {p["name"] for p in described.get("parameters", []) if p["in"] != "path"}
    form = described.get("requestBody", {}).get("content", {})
    for content in form.values():
        names |= set(content["schema"].get("properties", {}))
    ((status, answer),) = described["responses"].items()
    content = answer.get("content", {}).get("application/json")
    return Operation(
        name=described["operationId"],
        method=method.upper(),
        path=path,
        parameters=frozenset(names),
        status=int(status),
        schema=None if content is None else _schema(document, content["schema"]),
    )


def _schema(document: Any, node: Any) -> dict[str, Any]:
    """OpenAPI 3.0's dialect → JSON Schema."""
    if "$ref" in node:
        parts = node["$ref"].removeprefix("#/").split("/")
        return _schema(document, functools.reduce(lambda at, key: at[key], parts, document))
    schema = {key: node[key] for key in _KEPT if key in node}
    if node.get("nullable"):
        if "type" in schema:
            schema["type"] = [schema["type"], "null"]
        if "enum" in schema:
            schema["enum"] = [*schema["enum"], None]
    if "properties" in node:
        properties = {k: _schema(document, v) for k, v in node["properties"].items()}
        for name in EMPTY_WHEN_UNSET & set(properties):
            properties[name] = {"anyOf": [properties[name], {"const": ""}]}
        schema |= {
            "properties": properties,
            "required": sorted(properties),
            "additionalProperties": False,
        }
    if "items" in node:
        schema["items"] = _schema(document, node["items"])
    return schema


def operation_of(operations: list[Operation], method: str, path: str) -> Operation:
    """The operation a request is; a name in a path goes before a placeholder."""
    fitting = [
        operation
        for operation in operations
        if operation.method == method
        and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", operation.path), path)
    ]
    return min(fitting, key=lambda operation: operation.path.count("{"))
