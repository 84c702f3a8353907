"""OpenSim setup files: inverse kinematics, inverse dynamics and the external loads the latter needs."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from groundup.exchange.osim.motion_files import AppliedForce
from groundup.exchange.osim.xml_text import branch, document, flag, leaf, numbers, objects

_ACCURACY = 1e-8


def ik_setup_text(
    name: str,
    *,
    model_file: str,
    marker_file: str,
    output_file: str,
    time_range: tuple[float, float],
    marker_weights: Mapping[str, float],
    coordinate_tasks: Mapping[str, tuple[float, float]] | None = None,
) -> str:
    """Text of a setup file of OpenSim's inverse kinematics.

    Parameters
    ----------
    name : str
    model_file, marker_file, output_file : paths relative to the setup file.
    time_range : first and last time [s].
    marker_weights : marker -> weight; only their ratios count.
    coordinate_tasks : coordinate -> (value [rad, m], weight), optional
        OpenSim divides marker weights by their sum over the markers seen: to pull as strongly as a prior of
        weight k beside marker weights w, give k / sum(w).
    """
    tool = Element("InverseKinematicsTool", {"name": name})
    leaf(tool, "model_file", model_file)
    leaf(tool, "constraint_weight", "Inf")
    leaf(tool, "accuracy", repr(_ACCURACY))
    tasks = objects(tool, "IKTaskSet", "tasks")
    for marker, weight in marker_weights.items():
        task = branch(tasks, "IKMarkerTask", marker)
        leaf(task, "apply", flag(weight > 0.0))
        leaf(task, "weight", numbers([weight]))
    for coordinate, (value, weight) in (coordinate_tasks or {}).items():
        task = branch(tasks, "IKCoordinateTask", coordinate)
        leaf(task, "apply", flag(weight > 0.0))
        leaf(task, "weight", numbers([weight]))
        leaf(task, "value_type", "manual_value")
        leaf(task, "value", numbers([value]))
    leaf(tool, "marker_file", marker_file)
    leaf(tool, "time_range", numbers(time_range))
    leaf(tool, "report_errors", flag(True))
    leaf(tool, "output_motion_file", output_file)
    return document(tool)


def id_setup_text(
    name: str,
    *,
    model_file: str,
    coordinates_file: str,
    external_loads_file: str | None,
    output_file: str,
    time_range: tuple[float, float],
    cutoff_hz: float,
) -> str:
    """Text of a setup file of OpenSim's inverse dynamics.

    Parameters
    ----------
    name : str
    model_file, coordinates_file, external_loads_file, output_file : paths relative to the setup file.
    time_range : first and last time [s].
    cutoff_hz : low-pass cut-off for the coordinates; negative for none [Hz].
    """
    tool = Element("InverseDynamicsTool", {"name": name})
    leaf(tool, "results_directory", ".")
    leaf(tool, "model_file", model_file)
    leaf(tool, "time_range", numbers(time_range))
    leaf(tool, "forces_to_exclude", "Muscles")
    leaf(tool, "external_loads_file", external_loads_file or "")
    leaf(tool, "coordinates_file", coordinates_file)
    leaf(tool, "lowpass_cutoff_frequency_for_coordinates", numbers([cutoff_hz]))
    leaf(tool, "output_gen_force_file", output_file)
    return document(tool)


def external_loads_text(name: str, forces: Sequence[AppliedForce], data_file: str) -> str:
    """Text of an external loads file: which columns of `data_file` act on which body, all in the ground."""
    loads = Element("ExternalLoads", {"name": name})
    held = branch(loads, "objects")
    for applied in forces:
        force = branch(held, "ExternalForce", applied.name)
        leaf(force, "applied_to_body", applied.body)
        leaf(force, "force_expressed_in_body", "ground")
        leaf(force, "point_expressed_in_body", "ground")
        leaf(force, "force_identifier", applied.force_prefix)
        leaf(force, "point_identifier", applied.point_prefix)
        leaf(force, "torque_identifier", applied.torque_prefix)
    leaf(loads, "datafile", data_file)
    return document(loads)
