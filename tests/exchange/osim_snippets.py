"""Small models written by hand, in both layouts."""

from pathlib import Path

_BODY = "<mass>2</mass><mass_center>0 0.1 0</mass_center>"
LINE = "<LinearFunction><coefficients>1 0</coefficients></LinearFunction>"
ZERO = "<Constant><value>0</value></Constant>"


def axis(
    name: str, direction: str, coordinate: str = "", function: str = ZERO, *, wrapped: bool = False
) -> str:
    """One TransformAxis; `wrapped` as 3.x has it."""
    held = f"<function>{function}</function>" if wrapped else function
    return (
        f'<TransformAxis name="{name}"><coordinates>{coordinate}</coordinates><axis>{direction}</axis>'
        f"{held}</TransformAxis>"
    )


def transform(wrapped: bool = False, **moving: tuple[str, str, str]) -> str:
    """Write a SpatialTransform; each keyword is an axis name with (direction, coordinate, function)."""
    rest = {
        "rotation1": "1 0 0",
        "rotation2": "0 1 0",
        "rotation3": "0 0 1",
        "translation1": "1 0 0",
        "translation2": "0 1 0",
        "translation3": "0 0 1",
    }
    axes = [axis(n, *moving.get(n, (d, "", ZERO)), wrapped=wrapped) for n, d in rest.items()]
    return f"<SpatialTransform>{''.join(axes)}</SpatialTransform>"


def coordinate(name: str, extra: str = "") -> str:
    """One Coordinate."""
    return f'<Coordinate name="{name}">{extra}</Coordinate>'


def joint4(
    kind: str,
    coordinates: str = "",
    inside: str = "",
    *,
    name: str = "j",
    parent: str = "/ground",
    child: str = "/bodyset/b",
    parent_offset: str = "0 0 0",
    parent_turn: str = "0 0 0",
    child_offset: str = "0 0 0",
    child_turn: str = "0 0 0",
) -> str:
    """One joint of the 4.x layout between offset frames."""
    frames = "".join(
        f'<PhysicalOffsetFrame name="{label}"><socket_parent>{body}</socket_parent>'
        f"<translation>{shift}</translation><orientation>{turn}</orientation></PhysicalOffsetFrame>"
        for label, body, shift, turn in (
            ("before", parent, parent_offset, parent_turn),
            ("after", child, child_offset, child_turn),
        )
    )
    return (
        f'<{kind} name="{name}"><socket_parent_frame>before</socket_parent_frame>'
        f"<socket_child_frame>after</socket_child_frame><coordinates>{coordinates}</coordinates>"
        f"<frames>{frames}</frames>{inside}</{kind}>"
    )


def model4(
    joints: str, *, bodies: str = "b", markers: str | None = None, extra: str = "", version: int = 40500
) -> str:
    """One model of the 4.x layout; a marker ``m`` at (0.1, 0.2, 0.3) of the last body by default."""
    names = bodies.split()
    listed = "".join(
        f'<Body name="{b}">{_BODY}<inertia>0.1 0.2 0.3 0.01 0.02 0.03</inertia></Body>' for b in names
    )
    if markers is None:
        markers = (
            f'<Marker name="m"><socket_parent_frame>/bodyset/{names[-1]}</socket_parent_frame>'
            "<location>0.1 0.2 0.3</location></Marker>"
        )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="{version}"><Model name="small">'
        f'<Ground name="ground"/><BodySet name="bodyset"><objects>{listed}</objects></BodySet>'
        f'<JointSet name="jointset"><objects>{joints}</objects></JointSet>'
        f'<MarkerSet name="markerset"><objects>{markers}</objects></MarkerSet>{extra}'
        "</Model></OpenSimDocument>"
    )


def model3(kind: str, coordinates: str, inside: str = "", *, place: str = "", extra: str = "") -> str:
    """One body on the ground in the 3.x layout; `place` may hold locations and orientations."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><OpenSimDocument Version="30000"><Model name="small"><BodySet>'
        '<objects><Body name="ground"><mass>0</mass><Joint/></Body>'
        f'<Body name="b">{_BODY}<inertia_xx>0.1</inertia_xx><inertia_yy>0.2</inertia_yy>'
        "<inertia_zz>0.3</inertia_zz><inertia_xy>0.01</inertia_xy><inertia_xz>0.02</inertia_xz>"
        f'<inertia_yz>0.03</inertia_yz><Joint><{kind} name="j"><parent_body>ground</parent_body>{place}'
        f"<CoordinateSet><objects>{coordinates}</objects></CoordinateSet>{inside}</{kind}></Joint>"
        "</Body></objects></BodySet><MarkerSet><objects>"
        '<Marker name="m"><body>b</body><location>0.1 0.2 0.3</location></Marker>'
        f"</objects></MarkerSet>{extra}</Model></OpenSimDocument>"
    )


def coupler(dependent: str, independent: str, function: str = LINE, extra: str = "") -> str:
    """Write a ConstraintSet of one coupler."""
    return (
        '<ConstraintSet><objects><CoordinateCouplerConstraint name="k"><isEnforced>true</isEnforced>'
        f"<coupled_coordinates_function>{function}</coupled_coordinates_function>"
        f"<independent_coordinate_names>{independent}</independent_coordinate_names>"
        f"<dependent_coordinate_name>{dependent}</dependent_coordinate_name>{extra}"
        "</CoordinateCouplerConstraint></objects></ConstraintSet>"
    )


def save(folder: Path, text: str, name: str = "small.osim") -> Path:
    """Write the model into a folder."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path
