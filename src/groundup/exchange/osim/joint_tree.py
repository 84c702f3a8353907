"""Joints of a model in order from the ground outwards."""

from groundup.exchange.osim.contents import Contents
from groundup.exchange.osim.frames import GROUND
from groundup.exchange.osim.joints import Joint


def joint_tree(contents: Contents) -> list[Joint]:
    """Put joints in order from the ground outwards, in file order where the tree allows it.

    A joint whose child is nearer the ground is turned round.

    Raises
    ------
    BadInputError
        If they form no tree on the ground that holds every body.
    """
    for joint in contents.joints:
        if joint.parent.body == joint.child.body:
            raise joint.node.refuse(
                "two different bodies", f"{joint.child.body!r} twice", "correct its frames"
            )
    placed = {GROUND}
    waiting = list(contents.joints)
    ordered: list[Joint] = []
    while waiting:
        ready = [j for j in waiting if {j.parent.body, j.child.body} & placed]
        if not ready:
            raise waiting[0].node.refuse(
                "a joint that leads to the ground", "a circle", "join the bodies to the ground"
            )
        joint = ready[0]
        waiting.remove(joint)
        if joint.parent.body not in placed:
            joint = joint.reversed()
        if joint.child.body in placed:
            raise joint.node.refuse(
                "one path from the ground to each body",
                f"a closed loop at {joint.child.body!r}",
                "open the loop",
            )
        placed.add(joint.child.body)
        ordered.append(joint)
    for name, node in contents.bodies.items():
        if name not in placed:
            raise node.refuse("a joint for each body", "none", "join it to another body")
    return ordered
