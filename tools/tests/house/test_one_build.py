"""The job and the tests share one build of polars.

cargo unifies features over what it builds together. If a test's dependency
asked more of a package below polars than the job does, `cargo test` would
compile polars a second time: more than ten minutes, for nothing.
"""

import json
import unittest
from collections import defaultdict

from house.workspace import cargo


class OneBuild(unittest.TestCase):
    def test_packages_below_polars_have_the_same_features_with_and_without_tests(self):
        job = below_polars(unit_graph("build"))
        tests = below_polars(unit_graph("test", "--workspace"))
        self.assertGreater(len(job), 50)
        self.assertEqual(different(job, tests), {})

    def test_trees_change_nothing_below_polars(self):
        job = below_polars(unit_graph("build"))
        for command in (
            ("build", "--features", "arrears-cli/trees"),
            ("test", "--workspace", "--lib", "--features", "arrears-models/trees"),
        ):
            with self.subTest(command=command):
                self.assertEqual(different(job, below_polars(unit_graph(*command))), {})


def different(job: dict, other: dict) -> dict:
    return {unit: (job[unit], other.get(unit)) for unit in job if other.get(unit) != job[unit]}


def unit_graph(*command: str) -> dict:
    # Unstable, and so asked of the pinned toolchain by this variable: it only
    # prints what cargo would compile.
    return json.loads(
        cargo(*command, "--release", "--locked", "--unit-graph", "-Z", "unstable-options", RUSTC_BOOTSTRAP="1")
    )


def below_polars(graph: dict) -> dict[tuple, list[list[str]]]:
    """Features of every unit that `polars` is built from, by package, target and platform."""
    units = graph["units"]
    waiting = [index for index, unit in enumerate(units) if unit["target"]["name"] == "polars"]
    seen = set(waiting)
    while waiting:
        for dependency in units[waiting.pop()]["dependencies"]:
            if dependency["index"] not in seen:
                seen.add(dependency["index"])
                waiting.append(dependency["index"])
    features = defaultdict(set)
    for index in seen:
        unit = units[index]
        key = (unit["pkg_id"], unit["target"]["name"], unit["mode"], unit["platform"])
        features[key].add((tuple(unit["features"]), json.dumps(unit["profile"], sort_keys=True)))
    return {key: sorted(map(str, value)) for key, value in features.items()}


if __name__ == "__main__":
    unittest.main()
