"""The API's description in OpenAPI, made from what parses requests and renders answers.

A handler's signature says what it takes and gives (``routes.py``); commands and queries say what
their parameters may be, shapes what resources hold. Nothing is described twice.
"""

import inspect as python
from collections.abc import Mapping
from typing import Any, get_args, get_origin

import msgspec
from msgspec import inspect

from pointsman import __version__
from pointsman.api import roles, shapes
from pointsman.api.answers import WARNINGS, Deleted, Listing, Reported, Stream
from pointsman.api.paging import Paging
from pointsman.api.queries import Body, Query
from pointsman.api.routes import Handler, answer_of, taken_by
from pointsman.core import casing
from pointsman.core.commands import SUPPLIED
from pointsman.core.lint import Finding
from pointsman.core.records import ATTRIBUTES_LIMIT, Attributes
from pointsman.edge import documents, forms, sessions

Document = dict[str, Any]

_ERROR: Document = {
    "type": "object",
    "properties": {
        "code": {"type": "integer", "description": "Twilio's error code"},
        "message": {"type": "string"},
        "more_info": {"type": "string", "format": "uri"},
        "status": {"type": "integer", "description": "The HTTP status"},
        "detail": {"type": "string"},
    },
    "required": ["code", "message", "more_info", "status"],
}

_SESSION: Document = {
    "type": "apiKey",
    "in": "cookie",
    "name": sessions.COOKIE,
    "description": "Of a browser that has signed in by POST /pointsman/v1/Session."
    f" What is not GET needs the header {sessions.HEADER}: 1, too.",
}

_PATH_PATTERNS = {
    "workspace_sid": "^WS[0-9a-fA-F]{32}$",
    "task_sid": "^WT[0-9a-fA-F]{32}$",
    "worker_sid": "^WK[0-9a-fA-F]{32}$",
}


def describe(routes: Mapping[str, Mapping[str, Handler]]) -> Document:
    """The whole document."""
    resources = {kind for kind in vars(shapes).values() if _is_resource(kind)}
    for handlers in routes.values():
        for handler in handlers.values():
            resources.update(get_args(answer_of(handler)))
    _, components = msgspec.json.schema_components(
        sorted({*resources, Finding}, key=lambda kind: kind.__name__),
        ref_template="#/components/schemas/{name}",
    )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Pointsman",
            "version": __version__,
            "description": "A self-hosted task router that speaks Twilio TaskRouter's REST API.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {
            _path(path): {
                method.lower(): _operation(path, method, handler)
                for method, handler in handlers.items()
            }
            for path, handlers in routes.items()
        },
        "components": {
            "schemas": {**components, "Error": _ERROR},
            "securitySchemes": {"basic": {"type": "http", "scheme": "basic"}, "session": _SESSION},
        },
        "security": [{"basic": []}, {"session": []}],
    }


def _is_resource(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, shapes.Shape) and kind is not shapes.Shape


def _path(path: str) -> str:
    """The path with its parameters named as parameters are: ``{WorkspaceSid}``."""
    return "/".join(
        f"{{{casing.pascal(part[1:-1])}}}" if part.startswith("{") else part
        for part in path.split("/")
    )


def _operation(path: str, method: str, handler: Handler) -> Document:
    answer, taken = answer_of(handler), taken_by(handler)
    noun = handler.__module__.rpartition(".")[2]
    operation: Document = {
        "operationId": f"{noun}.{handler.__name__}",
        "tags": [noun],
        "parameters": [_path_parameter(part[1:-1]) for part in path.split("/") if "{" in part],
        "responses": _responses(method, answer),
    }
    if (method, path) in roles.OPEN:
        operation["security"] = []
    if doc := python.getdoc(handler):
        operation["summary"] = doc.partition("\n")[0]
    if taken is not None and issubclass(taken, Query):
        operation["parameters"] += _query_parameters(taken)
    elif taken is not None and issubclass(taken, Body):
        operation["requestBody"] = _document(taken)
    elif taken is not None:
        if "if_match" in taken.__struct_fields__:
            operation["parameters"].append(
                {"name": "If-Match", "in": "header", "schema": {"type": "string"}}
            )
        if method == "POST":
            operation["requestBody"] = _form(taken)
    if _is_paged(answer):
        operation["parameters"] += _query_parameters(Paging)
    if get_origin(answer) is Stream:
        operation["parameters"].append(
            {"name": "Last-Event-ID", "in": "header", "schema": {"type": "string"}}
        )
    return operation


def _is_paged(answer: Any) -> bool:
    if get_origin(answer) is Reported:
        (report,) = get_args(answer)
        return "meta" in report.__struct_fields__
    return get_origin(answer) is Listing


def _path_parameter(name: str) -> Document:
    schema: Document = {"type": "string"}
    if name in _PATH_PATTERNS:
        schema["pattern"] = _PATH_PATTERNS[name]
    return {"name": casing.pascal(name), "in": "path", "required": True, "schema": schema}


def _query_parameters(kind: type[msgspec.Struct]) -> list[Document]:
    return [
        {"name": casing.pascal(field.name), "in": "query", "schema": _field_schema(field)}
        for field in _fields(kind)
    ]


def _form(kind: type[msgspec.Struct]) -> Document:
    fields = [field for field in _fields(kind) if field.name not in SUPPLIED]
    schema: Document = {
        "type": "object",
        "properties": {casing.pascal(field.name): _field_schema(field) for field in fields},
    }
    if required := [casing.pascal(field.name) for field in fields if field.required]:
        schema["required"] = required
    return {
        "required": "required" in schema,
        "content": {"application/x-www-form-urlencoded": {"schema": schema}},
    }


def _document(kind: type[Body]) -> Document:
    """A form, or JSON whose names may begin with either case."""
    form = _form(kind)
    properties: Document = {}
    choices: list[Document] = []
    for name, schema in form["content"][forms.CONTENT_TYPE]["schema"]["properties"].items():
        spellings = [name[0].lower() + name[1:], name]
        properties |= dict.fromkeys(spellings, schema)
        choices += [{"required": [spelling]} for spelling in spellings]
    schema = {"type": "object", "properties": properties, "oneOf": choices}
    form["content"] = {documents.CONTENT_TYPE: {"schema": schema}} | form["content"]
    return form


def _fields(kind: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    described = inspect.type_info(kind)
    assert isinstance(described, inspect.StructType)
    return described.fields


def _field_schema(field: inspect.Field) -> Document:
    schema = _schema(field.type)
    default = field.default
    if isinstance(default, str | int | bool) and default != "":
        schema["default"] = default
    return schema


def _schema(described: inspect.Type) -> Document:
    extra: dict[str, Any] = {}
    if isinstance(described, inspect.UnionType):
        return _schema(next(c for c in described.types if not forms.is_absence(c)))
    if isinstance(described, inspect.Metadata):
        extra, described = described.extra or {}, described.type
    match described:
        case inspect.LiteralType(values=values):
            return {"type": "string", "enum": list(values)}
        case inspect.BoolType():
            return {"type": "boolean"}
        case inspect.IntType() if extra.get("format") == "date-time":
            return {"type": "string", "format": "date-time"}
        case inspect.IntType(ge=least, le=most):
            return _without_none(type="integer", minimum=least, maximum=most)
        case inspect.StrType(max_length=longest) if extra.get("format") == "url":
            # Empty means none.
            choices = [{"format": "uri"}, {"maxLength": 0}]
            return _without_none(type="string", maxLength=longest, anyOf=choices)
        case inspect.StrType(min_length=shortest, max_length=longest, pattern=pattern):
            return _without_none(
                type="string",
                minLength=shortest,
                maxLength=longest,
                pattern=pattern,
            )
        case inspect.ListType(item_type=item, min_length=least, max_length=most):
            bounds = _without_none(minItems=least, maxItems=most)
            return {"type": "array", "items": _schema(item), **bounds}
        case inspect.StructType(cls=cls) if cls is Attributes:
            return {"type": "string", "maxLength": ATTRIBUTES_LIMIT, "description": "JSON"}
        case _:
            raise TypeError(f"{described} cannot be a parameter")


def _without_none(**keywords: Any) -> Document:
    return {name: value for name, value in keywords.items() if value is not None}


def _responses(method: str, answer: Any) -> Document:
    error = {"$ref": "#/components/schemas/Error"}
    refused = {
        "description": "Refused",
        "content": {"application/json": {"schema": error}},
    }
    if answer is Deleted:
        return {"204": {"description": "Gone"}, "default": refused}
    kind = get_origin(answer)
    (shape,) = get_args(answer)
    schema: Document = {"$ref": f"#/components/schemas/{shape.__name__}"}
    if kind is Stream:
        return {"200": _stream_of(schema), "default": refused}
    if kind is Listing:
        schema = {
            "type": "object",
            "properties": {"meta": _META, shape.plural: {"type": "array", "items": schema}},
            "required": ["meta", shape.plural],
        }
    succeeded: Document = {
        "description": "Created" if kind.status == 201 else "Done",
        "content": {"application/json": {"schema": schema}},
    }
    if kind is Reported:
        succeeded["content"]["text/csv"] = {"schema": {"type": "string"}}
    if shape in (shapes.Task, shapes.Worker, shapes.Reservation) and kind is not Listing:
        succeeded["headers"] = {
            "ETag": {"schema": {"type": "string"}, "description": "The version, for If-Match"}
        }
    if method == "POST" and shape in (shapes.TaskQueue, shapes.Workflow):
        succeeded["headers"] = {WARNINGS: _WARNINGS}
    return {str(kind.status): succeeded, "default": refused}


def _stream_of(schema: Document) -> Document:
    data = {"contentMediaType": "application/json", "contentSchema": schema}
    return {
        "description": "Server-sent events, whose data is this, for as long as one listens",
        "content": {"text/event-stream": {"schema": {"type": "string", **data}}},
    }


_WARNINGS: Document = {
    "description": "What of the configuration cannot work; absent when nothing is known against it",
    "schema": {
        "type": "string",
        "contentMediaType": "application/json",
        "contentSchema": {"type": "array", "items": {"$ref": "#/components/schemas/Finding"}},
    },
}

_NULLABLE_URI = {"type": ["string", "null"], "format": "uri"}
_META: Document = {
    "type": "object",
    "properties": {
        "page": {"type": "integer"},
        "page_size": {"type": "integer"},
        "first_page_url": {"type": "string", "format": "uri"},
        "previous_page_url": _NULLABLE_URI,
        "url": {"type": "string", "format": "uri"},
        "next_page_url": _NULLABLE_URI,
        "key": {"type": "string"},
    },
    "required": [
        "page",
        "page_size",
        "first_page_url",
        "previous_page_url",
        "url",
        "next_page_url",
        "key",
    ],
}
