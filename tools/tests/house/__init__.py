"""Invariants of the house: read from `cargo metadata`, the manifests, the sources and the docs."""
