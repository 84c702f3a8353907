"""The loads of a trial as NetCDF groups: every table of :class:`groundup.loads.loads.Loads`, by its own name.

A facts class becomes a group, its tables the group's variables, its other values attributes (JSON where they
are not a number or a word), and a row of equal facts (figures) one variable of JSON texts, a text for each: a
variable for each of their fields would take longer to write than all loads take to find.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

import numpy as np
import xarray as xr

from groundup.loads.loads import Loads, NoLoads

LOADS_SCHEMA_VERSION = 1


def loads_datasets(loads: Loads | NoLoads) -> Iterator[tuple[str, xr.Dataset]]:
    """Give the groups below ``loads`` with their datasets, the outermost first.

    Parameters
    ----------
    loads : Loads or NoLoads
        Without loads the group says why, and holds what needs no ground force.
    """
    for group, dataset in _groups("loads", loads):
        if group == "loads":
            dataset.attrs["schema_version"] = LOADS_SCHEMA_VERSION
        yield group, dataset


def _groups(group: str, facts: Any) -> Iterator[tuple[str, xr.Dataset]]:
    tables: dict[str, xr.DataArray] = {}
    rows: dict[str, xr.DataArray] = {}
    attrs: dict[str, Any] = {}
    inner: list[tuple[str, Any]] = []
    for field in fields(facts):
        value = getattr(facts, field.name)
        if isinstance(value, xr.DataArray):
            tables[field.name] = value
        elif isinstance(value, xr.Dataset) or (is_dataclass(value) and not isinstance(value, type)):
            inner.append((f"{group}/{field.name}", value))
        elif _is_rows(value):
            rows[field.name] = _rows(field.name, value)
        elif value is not None:
            attrs[field.name] = _attribute(value)
    yield group, _dataset(rows if inner else {**tables, **rows}, attrs)
    # A group inherits the dimensions of those around it, and its own may be others of the same name.
    for name, table in tables.items() if inner else ():
        yield f"{group}/{name}", _dataset({name: table}, {})
    for name, value in inner:
        if isinstance(value, xr.Dataset):
            yield name, _dataset({str(k): v for k, v in value.data_vars.items()}, dict(value.attrs))
        else:
            yield from _groups(name, value)


def _dataset(tables: Mapping[str, xr.DataArray], attrs: Mapping[str, Any]) -> xr.Dataset:
    """Tables side by side; a dimension two tables label differently gets the second one's name as well."""
    first: dict[str, xr.DataArray] = {}
    data: dict[str, Any] = {}
    coords: dict[str, Any] = {}
    for name, table in tables.items():
        known = {str(d): first.setdefault(str(d), table) for d in table.dims}
        own = {d: d if _same_labels(other, table, d) else f"{name}_{d}" for d, other in known.items()}
        data[name] = _variable(table, own)
        for label, coordinate in table.coords.items():
            word, variable = own.get(str(label), str(label)), _variable(coordinate, own)
            coords[word if coords.get(word, variable)[0] == variable[0] else f"{name}_{word}"] = variable
    return xr.Dataset(data, coords, attrs={k: _attribute(v) for k, v in attrs.items()})


def _same_labels(first: xr.DataArray, table: xr.DataArray, dim: str) -> bool:
    """Whether a dimension is the one of the first table that has it."""
    if first.sizes[dim] != table.sizes[dim]:
        return False
    return dim not in first.coords or dim not in table.coords or first[dim].equals(table[dim])


def _variable(table: xr.DataArray, names: Mapping[str, str]) -> tuple[tuple[str, ...], Any, dict[str, Any]]:
    """Dimensions, values and attributes; text as variable-length text."""
    values = _words(table.values) if table.dtype.kind in "UO" else table.values
    dims = tuple(names[str(d)] for d in table.dims)
    return dims, values, {str(k): _attribute(v) for k, v in table.attrs.items()}


def _words(values: Any) -> Any:
    array = np.asarray(values, dtype=object)
    texts = np.empty(array.shape, dtype=object)
    texts.ravel()[:] = [str(v) for v in array.ravel()]
    return texts


def _is_rows(value: Any) -> bool:
    """Whether a value is a row of facts that all have the same fields."""
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str)
        and len(value) > 0
        and is_dataclass(value[0])
        and all(type(v) is type(value[0]) for v in value)
    )


def _rows(name: str, rows: Sequence[Any]) -> xr.DataArray:
    """Each row's fields as JSON; fields within fields are joined by a dot."""
    texts = [json.dumps(_jsonable(dict(_flat("", row))), ensure_ascii=False) for row in rows]
    return xr.DataArray(_words(texts), dims=(f"{name}_row",), attrs={"form": "JSON"})


def _flat(prefix: str, facts: Any) -> Iterator[tuple[str, Any]]:
    for field in fields(facts):
        value, name = getattr(facts, field.name), f"{prefix}{field.name}"
        if is_dataclass(value) and not isinstance(value, type):
            yield from _flat(f"{name}.", value)
        elif not isinstance(value, xr.DataArray | xr.Dataset | np.ndarray):
            yield name, value


def _attribute(value: Any) -> Any:
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiu":
        return value.ravel()
    if isinstance(value, int | float | np.number) and not isinstance(value, Enum):
        return value
    return str(value) if isinstance(value, str) else json.dumps(_jsonable(value), ensure_ascii=False)


def _jsonable(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _jsonable(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): _jsonable(v) for k, v in value.items()}
    if isinstance(value, str) or value is None or isinstance(value, bool | int):
        return str(value) if isinstance(value, Enum) else value
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    if isinstance(value, np.ndarray):
        return _jsonable(value.tolist())
    if isinstance(value, Sequence):
        return [_jsonable(v) for v in value]
    return str(value)
