"""``python -m fuzz``: a campaign of mutated recordings; ends with status 1 where one of them ended badly."""

import argparse
import shutil
import sys
import time
from pathlib import Path

from fuzz.campaign import ANALYSES, Campaign, Result
from fuzz.mutant import put
from fuzz.process import SECONDS


def main() -> None:
    """Run the command line."""
    parser = argparse.ArgumentParser(prog="fuzz", description="Mutated recordings against check and analyze.")
    parser.add_argument("--count", type=int, default=1000, help="number of mutants")
    parser.add_argument("--seed", type=int, default=1, help="another number, other mutants")
    parser.add_argument("--first", type=int, default=0, help="number of the first mutant")
    parser.add_argument("--analyses", type=float, default=ANALYSES, help="share of mutants that are analysed")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="what counts as a hang")
    parser.add_argument("--keep", type=Path, help="folder to write the first mutant to, instead of trying it")
    options = parser.parse_args()
    with Campaign(options.seed, options.analyses, options.seconds) as campaign:
        if options.keep is not None:
            options.keep.mkdir(parents=True, exist_ok=True)
            print(campaign.mutant(options.first), put(campaign.mutant(options.first), options.keep))
            return
        result = _run(campaign, options)
    _tell(result)
    sys.exit(1 if result.findings else 0)


def _run(campaign: Campaign, options: argparse.Namespace) -> Result:
    result = Result()
    began = time.monotonic()
    told = 0
    width = shutil.get_terminal_size().columns
    for index in range(options.first, options.first + options.count):
        campaign.run([index], result)
        for made, wrong in result.findings[told:]:
            again = f"--seed {options.seed} --first {index} --count 1 --analyses {options.analyses}"
            print(f"\n{made}\n  {wrong}\n  again: python -m fuzz {again}", flush=True)
        told = len(result.findings)
        if sys.stderr.isatty():
            text = f"{index + 1 - options.first} of {options.count}, {time.monotonic() - began:.0f} s"
            print(f"\r{text[:width]}", end="", file=sys.stderr, flush=True)
    return result


def _tell(result: Result) -> None:
    total = sum(result.counts.values())
    ends = ", ".join(f"{count} {kind}" for kind, count in sorted(result.counts.items()))
    print(f"\n{total} mutants: {ends}; {len(result.findings)} findings")
    formats = sorted({suffix for suffix, _ in result.tried})
    for suffix in formats:
        mutations = {name: count for (of, name), count in sorted(result.tried.items()) if of == suffix}
        listed = ", ".join(f"{name} {count}" for name, count in mutations.items())
        print(f"{suffix} {sum(mutations.values())}: {listed}")


if __name__ == "__main__":
    main()
