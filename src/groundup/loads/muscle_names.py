"""Which muscle an analog channel's label names, if it names one beyond doubt."""

import re
from dataclasses import dataclass

from groundup.quantities import Side

# Words that say how a signal was recorded, not where.
_NOISE_WORDS = """
voltage volt volts v mv uv emg emgs semg imemg raw signal analog analogue electric potential channel
chan ch sensor noraxon delsys trigno cometa mustard aurion bts zerowire filtered filt pin adc ain in
input muscle
"""
_NOISE = frozenset(_NOISE_WORDS.split())
_SIDES = {
    "l": Side.LEFT,
    "lt": Side.LEFT,
    "left": Side.LEFT,
    "li": Side.LEFT,
    "r": Side.RIGHT,
    "rt": Side.RIGHT,
    "right": Side.RIGHT,
    "re": Side.RIGHT,
}
# Muscle -> spellings without spaces. Letters that two muscles share in practice (GM, GL, G) are left out.
_SPELLINGS: dict[str, str] = {
    "rectus femoris": "rf rect rectus rectf rectfem rectusfem rectusfemoris recfem rectusfemor",
    "vastus lateralis": "vl vaslat vastlat vastuslat vastuslateralis vaslateralis vlat vlo lateralvastus",
    "vastus medialis": (
        "vm vmo vasmed vastmed vastusmed vastusmedialis vasmedialis vmed vastusmedialisobliquus"
    ),
    "vastus intermedius": "vi vasint vastusintermedius",
    "quadriceps": "quad quads quadriceps quadricepsfemoris",
    "hamstrings": "ham hams hamst hamstr hamstring hamstrings",
    "medial hamstrings": "mh medham medhams medialham medialhams medialhamstring medialhamstrings hammed",
    "lateral hamstrings": (
        "lh latham lathams lateralham lateralhams lateralhamstring lateralhamstrings hamlat"
    ),
    "biceps femoris": (
        "bf bflh bfl bicfem bifem bicepsfem bicepsf bicepsfemoris bicepsfemorislonghead bifemlh"
    ),
    "semitendinosus": "st semit semiten semitend semitendinosus semitendineus",
    "semimembranosus": "sm semim semimem semimembranosus",
    "tibialis anterior": (
        "ta tibant tibialisant tibialisanterior tibanterior anttib anteriortibialis tibiaant tiba tant"
    ),
    "gastrocnemius": "gas gast gastr gastro gastroc gastrocs gastrocn gastrocnemius gcn gastrocnem",
    "medial gastrocnemius": (
        "mg mgas mgast medgas medgast medgastroc gasmed gastmed gastrocmed medialgastroc "
        "medialgastrocnemius gastrocnemiusmedialis gastrocmedialis gastrocnemiusmed medialgast "
        "gastrocnemiusmedial gasm gastm"
    ),
    "lateral gastrocnemius": (
        "lgas lgast latgas latgast latgastroc gaslat gastlat gastroclat lateralgastroc "
        "lateralgastrocnemius gastrocnemiuslateralis gastroclateralis gastrocnemiuslat lateralgast "
        "gastrocnemiuslateral gasl gastl"
    ),
    "soleus": "sol sole soleus",
    "tibialis posterior": "tp tibpost tibialispost tibialisposterior posttib posteriortibialis",
    "peroneus longus": (
        "pl per pero perlong peroneal peroneals peroneus peroneuslongus peronlong fibularislongus perl"
    ),
    "peroneus brevis": "pb perbrev peroneusbrevis fibularisbrevis",
    "gluteus maximus": "gmax glutmax glmax gluteusmax gluteusmaximus glutealmax glutealmaximus glutmaximus",
    "gluteus medius": "gmed glutmed glmed gluteusmed gluteusmedius glutealmed glutmedius gluteusmedialis",
    "tensor fasciae latae": "tfl tensorfasciaelatae tensorfascialata tensorfasciaelata tensorfl",
    "adductors": "add addlong adductor adductors adductorlongus addmag adductormagnus",
    "gracilis": "gra grac gracilis",
    "sartorius": "sar sart sartorius",
    "erector spinae": "es ers erectorspinae erecspin",
}
_MUSCLE_OF = {spelling: muscle for muscle, spellings in _SPELLINGS.items() for spelling in spellings.split()}
_FORCE = re.compile(r"(force|moment|torque|cop)?[fm][xyz]\d*|f[xyz]?\d+z?\d*|m[xyz]?\d+")


@dataclass(frozen=True)
class NamedMuscle:
    """A muscle of one side."""

    muscle: str
    side: Side

    @property
    def label(self) -> str:
        """``rectus femoris left``: what tables and files call it."""
        return f"{self.muscle} {self.side}"


def muscle_of(label: str) -> NamedMuscle | str:
    """Muscle and side a label names, or why it names none.

    Parameters
    ----------
    label : str
        As in the file: ``Voltage.RVL``, ``L Tib Ant``, ``EMG_LeftSoleus``, ``R Gastroc: EMG 3``.
    """
    words = _words(label)
    sides = [_SIDES[word] for word in words if word in _SIDES]
    rest = "".join(word for word in words if word not in _SIDES)
    if len(sides) == 1 and rest in _MUSCLE_OF:
        return NamedMuscle(_MUSCLE_OF[rest], sides[0])
    if not sides:
        glued = _glued(rest)
        if glued is not None:
            return glued
        if rest in _MUSCLE_OF:
            return "names a muscle but no side"
    return "names no muscle" if rest else "has a number, not a name"


def is_force(label: str, unit: str) -> bool:
    """Whether a channel belongs to a force plate."""
    compact = re.sub(r"[^a-z0-9]", "", label.lower())
    return unit.lower().startswith(("n", "kn")) or _FORCE.fullmatch(compact) is not None


def _words(label: str) -> list[str]:
    """Lower-case words of a label without numbers and recorder words; camel case is cut too."""
    cut = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label)
    words = re.findall(r"[a-z]+", cut.lower())
    return [word for word in words if word not in _NOISE]


def _glued(rest: str) -> NamedMuscle | None:
    """Side written onto the muscle: ``rvl``, ``leftsoleus``, ``vlr``."""
    found = set()
    for word, side in _SIDES.items():
        if rest.startswith(word) and rest[len(word) :] in _MUSCLE_OF:
            found.add(NamedMuscle(_MUSCLE_OF[rest[len(word) :]], side))
        if len(word) == 1 and rest.endswith(word) and rest[:-1] in _MUSCLE_OF:
            found.add(NamedMuscle(_MUSCLE_OF[rest[:-1]], side))
    if len(found) > 1:
        # The side stands in front far more often than behind: "lvl" is the left vastus lateralis.
        found = {
            m for m in found if any(rest == w + s for w in _SIDES for s in _spelled(m) if _SIDES[w] is m.side)
        }
    return found.pop() if len(found) == 1 else None


def _spelled(named: NamedMuscle) -> list[str]:
    return _SPELLINGS[named.muscle].split()
