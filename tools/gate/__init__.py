"""The parts of `tools/check`: the machine, the runners and the steps."""
