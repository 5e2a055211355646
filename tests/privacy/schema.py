"""As much of JSON Schema as ours uses. A word that this does not know is an error."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from trilha.privacy.document import SCHEMA

schema = json.loads(SCHEMA.read_text())
KINDS: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "null": lambda value: value is None,
}
RULES: dict[str, Callable[[Any, Any], Any]] = {
    "const": lambda value, wanted: value == wanted,
    "enum": lambda value, words: value in words,
    "type": lambda value, kind: KINDS[kind](value),
    "anyOf": lambda value, ways: any(not problems(value, way) for way in ways),
    "required": lambda value, names: not set(names) - value.keys(),
    "maxLength": lambda value, most: len(value) <= most,
    "minLength": lambda value, least: len(value) >= least,
    "minimum": lambda value, least: value >= least,
    "maximum": lambda value, most: value <= most,
    "pattern": lambda value, pattern: re.search(pattern, value),
    "format": lambda value, _name: datetime.fromisoformat(value),
}
NOTES = {"$schema", "$id", "$defs", "title", "description"}
DEEPER = {"$ref", "properties", "items", "additionalProperties"}


def problems(value: Any, rule: dict[str, Any] = schema, at: str = "") -> list[str]:
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].removeprefix("#/$defs/")]
    if "type" in rule and not KINDS[rule["type"]](value):
        return [f"{at}: {value!r} is no {rule['type']}"]
    broken = [name for name in rule.keys() - NOTES - DEEPER if not RULES[name](value, rule[name])]
    return [f"{at}: {name}" for name in sorted(broken)] + _inside(value, rule, at)


def _inside(value: Any, rule: dict[str, Any], at: str) -> list[str]:
    found = []
    for n, one in enumerate(value if "items" in rule else ()):
        found += problems(one, rule["items"], f"{at}[{n}]")
    if "properties" in rule:
        assert rule["additionalProperties"] is False
        found += [f"{at}.{name}: unknown" for name in value.keys() - rule["properties"].keys()]
        for name in value.keys() & rule["properties"].keys():
            found += problems(value[name], rule["properties"][name], f"{at}.{name}")
    return found
