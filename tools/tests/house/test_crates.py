"""Which crate may know which: the direction of flow, and one place for versions."""

import tomllib
import unittest

from house.workspace import ROOT, dependencies_of, manifest, members

# In the order of ARCHITECTURE.md: a crate may know those above it, and of those
# exactly these. A new edge is a visible change of this table.
EDGES = {
    "arrears-store": set(),
    "arrears-formats": set(),
    "arrears-ledger": {"arrears-formats"},
    "arrears-features": {"arrears-ledger"},
    "arrears-learn": set(),
    "arrears-models": {"arrears-features", "arrears-learn", "arrears-ledger"},
    "arrears-insight": {"arrears-features", "arrears-learn", "arrears-ledger"},
    "arrears-report": set(),
    "arrears-synth": set(),
    "arrears": {
        "arrears-store",
        "arrears-ledger",
        "arrears-features",
        "arrears-models",
        "arrears-insight",
        "arrears-report",
        "arrears-synth",
    },
    "arrears-cli": {"arrears"},
    "arrears-benches": {"arrears", "arrears-features", "arrears-insight", "arrears-learn", "arrears-models"},
}

# What only a crate's own tests may know besides.
TEST_EDGES: dict[str, set[str]] = {}

NO_POLARS = ("arrears-store", "arrears-formats", "arrears-learn", "arrears-report", "arrears-synth")


class Edges(unittest.TestCase):
    def test_every_package_is_in_the_table(self):
        self.assertEqual(sorted(members()), sorted(EDGES))

    def test_the_edges_are_those_of_the_table(self):
        for name, package in members().items():
            with self.subTest(crate=name):
                self.assertEqual(edges(package, tests=False), EDGES[name])
                self.assertLessEqual(edges(package, tests=True), EDGES[name] | TEST_EDGES.get(name, set()))

    def test_the_table_points_upwards_only(self):
        order = list(EDGES)
        for name, known in EDGES.items():
            for other in known:
                self.assertLess(order.index(other), order.index(name), f"{name} -> {other}")

    def test_who_must_not_know_polars_does_not(self):
        for name in NO_POLARS:
            with self.subTest(crate=name):
                found = sorted(other for other in dependencies_of(name) if other.startswith("polars"))
                self.assertEqual(found, [])
        self.assertIn("polars", dependencies_of("arrears-ledger"))

    def test_errors_are_typed(self):
        users = [name for name, package in members().items() if "anyhow" in direct(package)]
        self.assertEqual(users, [])


class Manifests(unittest.TestCase):
    def test_versions_and_features_stand_in_the_root_manifest_only(self):
        for name in members():
            parsed = manifest(name)
            for section in ("dependencies", "dev-dependencies", "build-dependencies"):
                for dependency, value in parsed.get(section, {}).items():
                    rest = {key: value for key, value in value.items() if key != "optional"}
                    self.assertEqual(rest, {"workspace": True}, f"{name}: {section}.{dependency}")
            for key in ("version", "edition", "rust-version", "license"):
                self.assertEqual(parsed["package"][key], {"workspace": True}, f"{name}: {key}")

    def test_every_crate_takes_the_house_lints(self):
        for name in members():
            self.assertEqual(manifest(name).get("lints"), {"workspace": True}, name)
        lints = root_manifest()["workspace"]["lints"]
        self.assertEqual(lints["rust"]["unsafe_code"], "forbid")
        for lint in ("print_stdout", "print_stderr", "exit", "dbg_macro"):
            self.assertEqual(lints["clippy"][lint], "warn", lint)

    def test_one_profile_serves_everything(self):
        self.assertEqual(list(root_manifest()["profile"]), ["release"])
        self.assertNotIn("panic", root_manifest()["profile"]["release"])

    def test_the_toolchain_is_the_one_the_manifest_asks_for(self):
        pinned = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]["channel"]
        self.assertRegex(pinned, r"^\d+\.\d+\.\d+$")
        asked = root_manifest()["workspace"]["package"]["rust-version"]
        self.assertEqual(pinned.split(".")[:2], asked.split(".")[:2])


def root_manifest() -> dict:
    return tomllib.loads((ROOT / "Cargo.toml").read_text())


def edges(package: dict, tests: bool) -> set[str]:
    return {
        dependency["name"]
        for dependency in package["dependencies"]
        if dependency["name"] in members()
        and dependency["name"] != package["name"]
        and (dependency["kind"] == "dev") == tests
    }


def direct(package: dict) -> set[str]:
    return {dependency["name"] for dependency in package["dependencies"]}


if __name__ == "__main__":
    unittest.main()
