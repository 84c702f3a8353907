"""Whether the plates weigh the person as the body mass says."""

from groundup.loads.checks.check import OURS, Check, Verdict, judged, signed

NAME = "body weight by the plates"
_SHARE = 0.05


def check_body_weight(mass: float, weighed: float | None, seconds: float, *, given: bool) -> Check:
    """Compare body mass with what the plates carried over the time they carried the whole person.

    Parameters
    ----------
    mass : float
        Body mass in use [kg].
    weighed : float or None
        Mass by the plates of this trial [kg]; None where they never carried the whole person long enough.
    seconds : float
        How long they did [s].
    given : bool
        Whether the mass was told, and not itself taken from the plates.
    """
    limit = f"within {100 * _SHARE:.0f} % of the body mass"
    if weighed is None:
        reason = "the plates never carried the whole person for half a second"
        return Check(NAME, Verdict.CANNOT_TELL, reason, limit, OURS)
    off = weighed / mass - 1.0
    found = f"{weighed:.1f} kg over {seconds:.1f} s, {signed(100 * off, 1)} % against {mass:.1f} kg"
    if not given:
        found += ", which was itself weighed by the plates"
        return Check(NAME, Verdict.CANNOT_TELL, found, limit, OURS, value=weighed, unit="kg")
    good = abs(off) <= _SHARE
    return Check(
        name=NAME,
        verdict=judged(good),
        found=found,
        limit=limit,
        source=OURS,
        consequence=(
            ""
            if good
            else "nothing is withheld: every figure per body mass is off by as much if the mass is wrong"
        ),
        next_step="" if good else "give the mass with --mass, or check the plates' gains and zero",
        value=weighed,
        unit="kg",
    )
