"""The API's description: the document at `/openapi.json`, and the schemas that requests follow."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from rhetoric.annotate import QUOTES
from rhetoric.annotations import OPERATING_POINTS
from rhetoric.model import Model

DOCUMENTS_AT_ONCE = 100
LONGEST_SOURCE = 200
SCHEMAS = "#/components/schemas/"
ERRORS = {
    "400": "Not JSON, or a Host that is not this server's.",
    "403": "A request from another site.",
    "408": "The request took too long to arrive.",
    "413": "The request is too large: more than 500,000 bytes.",
    "415": "The request is not declared as JSON.",
    "422": "JSON that does not follow the schema, or a text without words.",
    "500": "The file of corrections cannot be written, or a mistake in rhetoric.",
    "503": "Too many requests at once, or scoring took too long.",
}


def score_request(model: Model) -> dict[str, Any]:
    """Schema of a request to score texts."""
    document = {
        "type": "object",
        "required": ["text"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "minLength": 1},
            "source": {
                "type": "string",
                "maxLength": LONGEST_SOURCE,
                "description": "Name of the text; by default its number.",
            },
        },
    }
    return {
        "type": "object",
        "required": ["documents"],
        "additionalProperties": False,
        "properties": {
            "documents": {
                "type": "array",
                "minItems": 1,
                "maxItems": DOCUMENTS_AT_ONCE,
                "items": document,
            },
            "techniques": {
                "type": "array",
                "items": _technique(model),
                "description": "Annotate only these; by default all that are not experimental.",
            },
            "threshold": {
                "type": "number",
                "minimum": 0,
                "maximum": 1,
                "description": "One probability for all techniques in place of `at`.",
            },
            "at": {"enum": list(OPERATING_POINTS), "default": "balanced"},
            "quotes": {"enum": list(QUOTES), "default": "mark"},
        },
    }


def corrections_request(model: Model) -> dict[str, Any]:
    """Schema of a request to keep judgements of a text's sentences."""
    judgement = {
        "type": "object",
        "required": ["start", "technique", "present"],
        "additionalProperties": False,
        "properties": {
            "start": {
                "type": "integer",
                "minimum": 0,
                "description": "Where the sentence starts, in code points of the text.",
            },
            "technique": _technique(model),
            "present": {"type": "boolean", "description": "Whether the sentence carries it."},
        },
    }
    return {
        "type": "object",
        "required": ["text", "judgements"],
        "additionalProperties": False,
        "properties": {
            "text": {"type": "string", "minLength": 1},
            "judgements": {"type": "array", "minItems": 1, "items": judgement},
        },
    }


def validator(schema: dict[str, Any]) -> Callable[[Any], Any]:
    """A function that raises `JsonSchemaValueException` for what does not follow the schema."""
    import fastjsonschema

    compiled: Callable[[Any], Any] = fastjsonschema.compile(schema, use_default=False)
    return compiled


def description(model: Model, version: str) -> dict[str, Any]:
    """The whole OpenAPI document."""
    result = json.loads((files("rhetoric") / "schema.json").read_text(encoding="utf-8"))
    del result["$schema"]
    definitions = result.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "rhetoric",
            "version": version,
            "description": "Scores sentences for rhetoric and propaganda techniques. It labels "
            "wording and argument, never truth; scores are probabilities, and often wrong.",
        },
        "paths": {
            "/api/score": _post(
                "Score texts",
                "ScoreRequest",
                "The result, as `rhetoric score --format json` writes it.",
                {"application/json": {"schema": {"$ref": SCHEMAS + "Result"}}},
            ),
            "/api/report": _post(
                "Score texts and get the report, one self-contained HTML page",
                "ScoreRequest",
                "The report.",
                {"text/html": {"schema": {"type": "string"}}},
            ),
            "/api/corrections": _post(
                "Keep judgements of a text's sentences in the file that the server was given",
                "CorrectionsRequest",
                "They are in the file.",
                {"application/json": {"schema": {"$ref": SCHEMAS + "Saved"}}},
                {"404": "The server was started without a file to keep them in."},
            ),
        },
        "components": {
            "schemas": _moved(
                {
                    "ScoreRequest": score_request(model),
                    "CorrectionsRequest": corrections_request(model),
                    "Result": result,
                    "Saved": _object("saved", "integer"),
                    "Error": _object("error", "string"),
                    **definitions,
                }
            )
        },
    }


def _technique(model: Model) -> dict[str, Any]:
    return {"enum": list(model.techniques)}


def _object(name: str, kind: str) -> dict[str, Any]:
    return {"type": "object", "required": [name], "properties": {name: {"type": kind}}}


def _post(
    summary: str,
    schema: str,
    meaning: str,
    content: dict[str, Any],
    more: dict[str, str] | None = None,
) -> dict[str, Any]:
    error = {"application/json": {"schema": {"$ref": SCHEMAS + "Error"}}}
    errors = {
        status: {"description": text, "content": error}
        for status, text in (ERRORS | (more or {})).items()
    }
    body = {"application/json": {"schema": {"$ref": SCHEMAS + schema}}}
    return {
        "post": {
            "summary": summary,
            "requestBody": {"required": True, "content": body},
            "responses": {"200": {"description": meaning, "content": content}, **errors},
        }
    }


def _moved(schemas: Any) -> Any:
    """The schemas with their references pointing to where OpenAPI keeps definitions."""
    moved = json.dumps(schemas).replace('"#/$defs/', f'"{SCHEMAS}')
    return json.loads(moved)
