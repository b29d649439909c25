"""Notebooks run from top to bottom on a fresh run, and are committed without outputs."""

import os
import unittest

import nbformat
from nbclient import NotebookClient

from outputs.runs import ROOT, demo_run

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))


class Notebooks(unittest.TestCase):
    def test_there_are_notebooks(self):
        self.assertNotEqual(NOTEBOOKS, [])

    def test_every_notebook_runs_and_shows_pictures(self):
        os.environ["ARREARS_RUN"] = str(demo_run())
        for path in NOTEBOOKS:
            with self.subTest(notebook=path.name):
                notebook = nbformat.read(path, as_version=4)
                folder = {"metadata": {"path": str(path.parent)}}
                NotebookClient(notebook, timeout=300, kernel_name="python3", resources=folder).execute()
                pictures = [
                    output
                    for cell in notebook.cells
                    for output in cell.get("outputs", [])
                    if "image/png" in output.get("data", {})
                ]
                self.assertGreater(len(pictures), 2)

    def test_no_output_is_committed(self):
        for path in NOTEBOOKS:
            for cell in nbformat.read(path, as_version=4).cells:
                if cell.cell_type == "code":
                    self.assertEqual((path.name, cell.outputs, cell.execution_count), (path.name, [], None))


if __name__ == "__main__":
    unittest.main()
