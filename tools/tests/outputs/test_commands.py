"""Every command a page shows works: ours are run, in order, and the others checked for what they name.

A page's ```console blocks are one session in a folder of its own, with copies of the
repository's folders of data as they lie beside README.md. A ```text block right below one is
what its last command prints, whole: `...` on a line of its own stands for lines left out, and
within a line for what differs from one machine or build to another, or is too long to show.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
import unittest
from pathlib import Path

from outputs.runs import ROOT, arrears, scratch

OUTSIDE = {"target", ".git", ".venv"}
BLOCK = re.compile(r"^```console\n(.*?)^```(?:\n\n```text\n(.*?)^```)?", re.MULTILINE | re.DOTALL)
CARGO = {"build", "test", "clippy", "doc", "fmt", "fetch", "install", "insta", "deny", "fuzz", "run"}


class Commands(unittest.TestCase):
    def test_every_command_of_every_page_works(self):
        total = 0
        for page in pages():
            commands = commands_of(page.read_text())
            total += len(commands)
            if commands:
                folder = session_folder(page)
                for command, shown in commands:
                    with self.subTest(page=str(page.relative_to(ROOT)), command=command):
                        self.compare(shown, self.follow(command, folder))
        self.assertGreater(total, 10)

    def test_the_readme_shows_its_two_commands(self):
        commands = [command for command, _ in commands_of((ROOT / "README.md").read_text())]
        self.assertIn("cargo run --release -- demo", commands)
        self.assertIn("tools/check", commands)

    def test_what_is_shown_is_held_line_by_line(self):
        printed = "one 1.5 s\ntwo\nthree\n"
        for shown in (printed, "one ... s\n...\nthree\n", "...\nthree\n", "one 1.5 s\n...\n"):
            self.compare(shown, printed)
        for shown in ("two\n", "one 1.5 s\n", "...\ntwo\n", "one ... s\nthree\n", "one 2.5 s\n...\n"):
            with self.assertRaises(AssertionError):
                self.compare(shown, printed)

    def compare(self, shown: str | None, printed: str):
        # Which space it is cannot be seen on a page.
        plain = printed.replace("\u00a0", " ").replace("\u202f", " ").rstrip("\n") + "\n"
        if shown is not None and not as_pattern(shown).fullmatch(plain):
            self.fail(f"the page shows\n{shown}\nand the command prints\n{plain}")

    def follow(self, command: str, folder: Path) -> str:
        """Runs or checks a command; returns what it printed."""
        words = shlex.split(command)
        match words:
            case ["arrears", *arguments] | ["cargo", "run", "--release", "--", *arguments]:
                return arrears(*expanded(arguments, folder), folder=folder).stdout
            case ["tools/check" | "tools/pictures" as script, *arguments]:
                self.check_script(ROOT / script, arguments)
            case ["python", script, *arguments]:
                self.check_script(ROOT / script, arguments)
            case ["pip", "install", *arguments]:
                self.assertTrue((ROOT / arguments[arguments.index("-r") + 1]).exists())
            case ["cargo", subcommand, *arguments]:
                self.check_cargo(subcommand, arguments)
            case ["export", setting] if "=" in setting:
                pass
            case _:
                self.fail("no test knows how to check this command")
        return ""

    def check_script(self, script: Path, arguments: list[str]):
        """The script exists and knows the options it is shown with."""
        done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        for option in arguments:
            if option.startswith("--") or script.name == "check":
                self.assertIn(option.split("=")[0], done.stdout)

    def check_cargo(self, subcommand: str, arguments: list[str]):
        self.assertIn(subcommand, CARGO)
        members = {
            tomllib.loads(path.read_text())["package"]["name"]
            for path in [*ROOT.glob("crates/*/Cargo.toml"), ROOT / "benches" / "Cargo.toml"]
        }
        for option, value in zip(arguments, arguments[1:]):
            if option in ("-p", "--package"):
                self.assertIn(value, members)


def pages() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.md") if not OUTSIDE & set(path.relative_to(ROOT).parts))


def commands_of(text: str) -> list[tuple[str, str | None]]:
    """Lines after a `$ `, with their continuations joined, each with what it is said to print, if anything is."""
    commands = []
    for block, shown in BLOCK.findall(text):
        joined = block.replace("\\\n", " ")
        lines = [" ".join(line[2:].split()) for line in joined.splitlines() if line.startswith("$ ")]
        commands += [(line, None) for line in lines[:-1]] + [(line, shown or None) for line in lines[-1:]]
    return commands


def as_pattern(shown: str) -> re.Pattern:
    """What is shown, its `...` standing for anything within a line, or for any lines."""
    within = lambda line: ".*".join(re.escape(part) for part in line.split("..."))  # noqa: E731
    lines = [r"(?:.*\n)*?" if line == "..." else within(line) + r"\n" for line in shown.splitlines()]
    return re.compile("".join(lines))


def expanded(arguments: list[str], folder: Path) -> list[str]:
    """The arguments as a shell would pass them on."""
    found = []
    for argument in arguments:
        matches = sorted(str(path.relative_to(folder)) for path in folder.glob(argument)) if "*" in argument else []
        found += matches or [argument]
    return found


def session_folder(page: Path) -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{page.stem}-", dir=scratch()))
    for name in ("datasets", "profiles"):
        if (ROOT / name).exists():
            shutil.copytree(ROOT / name, folder / name)
    return folder


if __name__ == "__main__":
    unittest.main()
