"""``result.nc``: everything, labelled, with units, positive words and provenance.

Groups: ``/`` (the person, settings, versions), ``/subject``, and under ``/trials/NAME``: ``recording``,
``plates/K``, ``motion``, ``movement``, ``loads``. ``xarray.open_datatree`` or ``open_dataset(group=...)``
reads them.
"""

import json
from io import BytesIO
from pathlib import Path

import h5netcdf
import h5py
import numpy as np
import xarray as xr
from xarray.conventions import cf_encoder, encode_dataset_coordinates

from groundup.exchange.contents import Contents, TrialContents
from groundup.exchange.netcdf_loads import loads_datasets
from groundup.exchange.sizes import size_unit
from groundup.mechanics.tree import FloatArray
from groundup.motion.motion import Movement
from groundup.quantities import ANGLES, Side
from groundup.recording.recording import ForcePlate, Recording

SCHEMA_VERSION = 1


def write_netcdf(analysis: Contents, names: list[str], path: Path) -> None:
    """Write an analysis as NetCDF-4.

    Parameters
    ----------
    analysis : Contents
    names : list of str
        A group name for each trial.
    path : Path
        File to make; an old one is replaced.
    """
    # In memory first: where the disk is full, the HDF5 library takes the whole process with it.
    file = BytesIO()
    with h5netcdf.File(file, "w") as root:
        _fill(analysis, names, root)
    path.write_bytes(file.getbuffer())


def _fill(analysis: Contents, names: list[str], file: h5netcdf.File) -> None:
    _put(_root(analysis), file, None)
    _put(_subject(analysis), file, "subject")
    for trial, name in zip(analysis.trials, names, strict=True):
        group = f"trials/{name}"
        _put(_recording(trial.recording), file, f"{group}/recording")
        for k, plate in enumerate(trial.recording.plates, start=1):
            _put(_plate(plate), file, f"{group}/plates/{k}")
        _put(_motion(trial), file, f"{group}/motion")
        _put(_movement(trial.movement), file, f"{group}/movement")
        if trial.recording.name in analysis.spread:
            _put(_members(trial, *analysis.spread[trial.recording.name]), file, f"{group}/members")
        for inner, dataset in loads_datasets(trial.loads):
            _put(dataset, file, f"{group}/{inner}")


def _put(dataset: xr.Dataset, file: h5netcdf.File, group: str | None) -> None:
    # By h5netcdf itself: xarray's own store looks every dimension up again for every variable.
    place = file if group is None else file.create_group(group)
    encoded, attributes = cf_encoder(*encode_dataset_coordinates(dataset))
    place.attrs.update(
        {name: np.atleast_1d(v) if isinstance(v, np.ndarray) else v for name, v in attributes.items()}
    )
    place.dimensions = {str(name): size for name, size in dataset.sizes.items()}
    for name, variable in encoded.items():
        values = np.asarray(variable.values)
        text = values.dtype.kind in "OU"
        kind = h5py.string_dtype() if text else values.dtype
        made = place.create_variable(
            str(name), variable.dims, kind, data=values.astype(object) if text else values
        )
        made.attrs.update({key: value for key, value in variable.attrs.items() if value is not None})


def _root(analysis: Contents) -> xr.Dataset:
    return xr.Dataset(
        attrs={
            "title": "groundup result",
            "schema": "groundup.result",
            "schema_version": SCHEMA_VERSION,
            "groundup_version": analysis.version,
            "synthetic": int(analysis.synthetic),
            "settings": _json(dict(analysis.settings)),
            "notes": _json(list(analysis.notes)),
            "angle_convention": "ISB / Grood-Suntay with clinical signs; see each angle's positive word",
        }
    )


def _subject(analysis: Contents) -> xr.Dataset:
    subject, parameters = analysis.subject, analysis.subject.chain.parameters
    person = subject.person
    data = {
        "marker_position_in_body": (
            ("marker", "axis"),
            np.asarray(parameters.marker_position),
            {"units": "m", "frame": "the marker's own body"},
        ),
        "marker_sd": (
            ("marker",),
            np.array([subject.marker_sd.get(m, np.nan) for m in subject.chain.markers]),
            {"units": "m", "long_name": "assumed standard deviation per axis"},
        ),
        "body_mass": (("body",), np.asarray(parameters.mass), {"units": "kg"}),
        "size": (
            ("size_name",),
            np.array(list(subject.sizes.values()), dtype=float),
            {"units": "see size_unit"},
        ),
    }
    attrs = {
        "mass_kg": np.nan if person.mass is None else person.mass,
        "height_m": np.nan if person.height is None else person.height,
        "model": _json(vars(subject.model.source)) if subject.model is not None else "",
        "static_trial": subject.static_trial or "",
        "unobservable": _json(dict(subject.unobservable)),
        "knee_axis_functional": _json({str(k): bool(v) for k, v in subject.knee_axis_functional.items()}),
        "residual_rms_m": _json(dict(subject.residual_rms)),
        "notes": _json(list(subject.notes)),
    }
    coords = {
        "marker": _words(subject.chain.markers),
        "axis": _words(("x", "y", "z")),
        "body": _words(subject.chain.bodies),
        "size_name": _words(tuple(subject.sizes)),
        "size_unit": ("size_name", _words(tuple(size_unit(name) for name in subject.sizes))),
    }
    return xr.Dataset(data, coords=coords, attrs=attrs)


def _recording(recording: Recording) -> xr.Dataset:
    axes, match = recording.lab_axes, recording.match
    markers = recording.markers.assign_attrs(units="m", frame=recording.frame)
    return xr.Dataset(
        {"markers": _plain(markers)},
        attrs={
            "name": recording.name,
            "rate_hz": recording.rate,
            "first_frame": recording.first_frame,
            "sources": _json([vars(s) for s in recording.sources]),
            "operations": _json(
                [
                    {"name": o.name, "arguments": dict(o.arguments), "note": o.note}
                    for o in recording.operations
                ]
            ),
            "protocol": match.protocol if match else "",
            "landmarks": _json(dict(match.landmarks)) if match else "{}",
            "lab_axes_evidence": _json(list(axes.evidence)) if axes else "[]",
            "rotation_lab_from_file": (
                axes.rotation_lab_from_file if axes else np.full((3, 3), np.nan)
            ).ravel(),
            "gaps": _json([vars(g) for g in recording.gaps]),
            "notes": _json(list(recording.notes)),
        },
    )


def _plate(plate: ForcePlate) -> xr.Dataset:
    return xr.Dataset(
        {
            "force_on_foot": _plain(plate.force.assign_attrs(units="N")),
            "centre_of_pressure": _plain(plate.centre_of_pressure.assign_attrs(units="m")),
            "free_moment": _plain(plate.free_moment.assign_attrs(units="N m")),
        },
        attrs={
            "name": plate.name,
            "kind": -1 if plate.kind is None else plate.kind,
            "threshold_N": plate.threshold,
            "baseline_N": np.asarray(plate.baseline, dtype=float),
            "corners_m": np.asarray(
                plate.corners if plate.corners is not None else np.full((4, 3), np.nan), dtype=float
            ).ravel(),
            "side": str(plate.side or ""),
        },
    )


def _motion(trial: TrialContents) -> xr.Dataset:
    motion = trial.motion
    dataset = xr.Dataset(
        {
            "angles": _plain(motion.angles.assign_attrs(units="rad")),
            "angle_sd": _plain(motion.angle_sd.assign_attrs(units="rad", meaning="measurement noise only")),
            "coordinates": _plain(motion.coordinates.assign_attrs(units="rad (rotations), m (translations)")),
            "coordinate_sd": _plain(
                motion.coordinate_sd.assign_attrs(units="rad (rotations), m (translations)")
            ),
            "rotation_segment_in_lab": _plain(motion.segment_rotation.assign_attrs(units="1")),
            "segment_origin_in_lab": _plain(motion.segment_origin.assign_attrs(units="m", frame="lab")),
            "markers_model": _plain(motion.markers_model.assign_attrs(units="m", frame="lab")),
            "residual": _plain(motion.residual.assign_attrs(units="m")),
        },
        attrs={"not_measurable": _json(dict(motion.not_measurable))},
    )
    return _with_words(dataset)


def _members(trial: TrialContents, time: FloatArray, deviation: FloatArray) -> xr.Dataset:
    """Tell how far possible versions of the person are off: the measurement's part of an effect's range."""
    told = {"units": "rad (rotations), m (translations)", "meaning": "from the best estimate"}
    names = [str(name) for name in trial.motion.poses.coordinate.values]
    return xr.Dataset(
        {"deviation": (("member", "time", "coordinate"), deviation.astype(np.float32), told)},
        coords={"time": ("time", time, {"units": "s"}), "coordinate": _words(tuple(names))},
    )


def _with_words(dataset: xr.Dataset) -> xr.Dataset:
    """Say beside every angle what its sign and its zero mean."""
    by_column = {a.column(side): a for a in ANGLES for side in Side}
    columns = [str(name) for name in dataset["angle"].values]
    for word in ("label", "positive", "negative", "zero"):
        texts = tuple(str(getattr(by_column[c], word)) if c in by_column else "" for c in columns)
        dataset = dataset.assign_coords({f"angle_{word}": ("angle", _words(texts))})
    return dataset


def _movement(movement: Movement) -> xr.Dataset:
    events, contacts, cycles = movement.events, movement.contacts, movement.cycles
    seconds = {"units": "s"}
    data = {
        "event_time": ("event", _numbers([e.time for e in events]), seconds),
        "event_side": ("event", _words(tuple(e.side or "" for e in events))),
        "event_kind": ("event", _words(tuple(e.kind for e in events))),
        "event_source": ("event", _words(tuple(e.source for e in events))),
        "event_confidence": ("event", _numbers([e.confidence for e in events]), {"units": "1"}),
        "contact_side": ("contact", _words(tuple(c.side for c in contacts))),
        "contact_start": ("contact", _numbers([c.start for c in contacts]), seconds),
        "contact_end": ("contact", _numbers([c.end for c in contacts]), seconds),
        "contact_plates": ("contact", _words(tuple(";".join(c.plates) for c in contacts))),
        "contact_state": ("contact", _words(tuple(c.state for c in contacts))),
        "cycle_start": ("cycle", _numbers([c.start for c in cycles]), seconds),
        "cycle_end": ("cycle", _numbers([c.end for c in cycles]), seconds),
        "cycle_side": ("cycle", _words(tuple(c.side or "" for c in cycles))),
        "cycle_number": ("cycle", np.array([c.number for c in cycles], dtype=np.int64)),
        "cycle_marks": ("cycle", _words(tuple(_json(dict(c.marks)) for c in cycles))),
        "parameter_value": ("parameter", _numbers([p.value for p in movement.spatiotemporal])),
        "parameter_sd": ("parameter", _numbers([p.sd for p in movement.spatiotemporal])),
        "parameter_n": ("parameter", np.array([p.n for p in movement.spatiotemporal], dtype=np.int64)),
        "parameter_name": ("parameter", _words(tuple(p.name for p in movement.spatiotemporal))),
        "parameter_side": ("parameter", _words(tuple(p.side or "" for p in movement.spatiotemporal))),
        "parameter_unit": ("parameter", _words(tuple(p.unit for p in movement.spatiotemporal))),
        "disagreement": ("pair", _numbers(list(movement.disagreement_ms)), {"units": "ms"}),
    }
    dataset = xr.Dataset(
        data,
        attrs={
            "task": str(movement.task),
            "task_reason": movement.task_reason,
            "notes": _json(list(movement.notes)),
        },
    )
    curves = movement.cycle_curves
    if curves.size:
        bare = curves.reset_coords(drop=True).drop_vars("cycle", errors="ignore")
        dataset["cycle_curves"] = _plain(bare.assign_attrs(units="rad", told_from="the cycle's own side"))
    return dataset


def _plain(array: xr.DataArray) -> xr.DataArray:
    """Text coordinates as variable-length text; attributes NetCDF cannot hold as text."""
    attrs = {
        str(k): v if isinstance(v, int | float | str | np.ndarray) else str(v) for k, v in array.attrs.items()
    }
    out = array.copy(deep=False)
    out.attrs = {k: int(v) if isinstance(v, bool) else v for k, v in attrs.items()}
    for name, coordinate in array.coords.items():
        if coordinate.dtype.kind in "UO":
            texts = np.array([str(v) for v in coordinate.values.ravel()], dtype=object)
            out = out.assign_coords({name: (coordinate.dims, texts.reshape(coordinate.shape))})
    return out


def _words(texts: tuple[str, ...]) -> np.ndarray[tuple[int], np.dtype[np.object_]]:
    out = np.empty(len(texts), dtype=object)
    out[:] = [str(t) for t in texts]
    return out


def _numbers(values: list[float]) -> FloatArray:
    return np.array(values, dtype=np.float64)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
