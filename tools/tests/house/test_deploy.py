"""What runs unattended: every file of `deploy/` is sound as far as can be told without installing it."""

import re
import shutil
import subprocess
import tomllib
import unittest
import xml.etree.ElementTree as xml

from house.workspace import ROOT

DEPLOY = ROOT / "deploy"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"
# Of ExitCode in crates/arrears/src/error.rs: the one after which trying again is safe, and those after which it is not.
AGAIN, NOT_AGAIN = 4, {1, 2, 3, 101}


class Deploy(unittest.TestCase):
    def test_the_shell_reads_its_script(self):
        done = subprocess.run(["sh", "-n", str(DEPLOY / "monthly.sh")], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_systemd_takes_the_units(self):
        units = sorted((DEPLOY / "systemd").iterdir())
        self.assertEqual([path.suffix for path in units], [".service", ".timer"])
        for path in units:
            sections = re.findall(r"^\[(\w+)\]$", path.read_text(), re.MULTILINE)
            self.assertIn("Unit", sections, path.name)
        if shutil.which("systemd-analyze"):
            done = subprocess.run(["systemd-analyze", "verify", *map(str, units)], capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_only_what_may_be_tried_again_is(self):
        source = (ROOT / "crates/arrears/src/error.rs").read_text()
        codes = {int(code) for code in re.findall(r"^    \w+ = (\d+),$", source, re.MULTILINE)}
        self.assertEqual(codes, {0, AGAIN} | NOT_AGAIN)
        unit = (DEPLOY / "systemd/arrears-monthly.service").read_text()
        prevented = re.search(r"^RestartPreventExitStatus=(.+)$", unit, re.MULTILINE)[1]
        self.assertEqual({int(code) for code in prevented.split()}, NOT_AGAIN)

    def test_cron_has_five_times_a_user_and_a_command(self):
        lines = (DEPLOY / "arrears.cron").read_text().splitlines()
        jobs = [line for line in lines if re.match(r"[\d*]", line)]
        self.assertEqual(len(jobs), 1)
        self.assertRegex(jobs[0], r"^30 4 2 \* \* arrears /bin/sh \S+/monthly\.sh$")

    def test_the_windows_task_is_well_formed_and_monthly(self):
        task = xml.parse(DEPLOY / "windows/arrears-monthly.xml").getroot()
        self.assertEqual(task.tag, f"{TASK}Task")
        self.assertEqual(len(task.find(f".//{TASK}Months")), 12)
        self.assertEqual(task.find(f".//{TASK}Principal/{TASK}RunLevel").text, "LeastPrivilege")
        self.assertIn("monthly.ps1", task.find(f".//{TASK}Arguments").text)

    def test_both_scripts_give_the_same_commands_which_the_command_line_knows(self):
        shell = commands((DEPLOY / "monthly.sh").read_text(), r'"\$arrears" (.+)')
        windows = commands((DEPLOY / "windows/monthly.ps1").read_text(), r"& \.\\arrears\.exe (.+)")
        self.assertEqual([words[0] for words in shell], ["monitor", "retrain", "report", "compare"])
        self.assertEqual(shell, windows)
        reference = (ROOT / "docs/cli.md").read_text()
        for command, *flags in shell:
            section = re.search(rf"^## `arrears {command}`$.*?(?=^## |\Z)", reference, re.MULTILINE | re.DOTALL)[0]
            for flag in flags:
                self.assertRegex(section, rf"(?m)^ +(-\w, )?{flag}\b|^ +{flag}, ", f"{command} {flag}")

    def test_the_container_runs_as_nobody_in_particular(self):
        text = (DEPLOY / "Containerfile").read_text()
        self.assertRegex(text, r"(?m)^USER 10001:10001$")
        last = text.split("\nFROM ")[-1]
        self.assertNotIn("cargo", last)
        self.assertIn("\nVOLUME /data\n", last)
        self.assertRegex(last, r'(?m)^ENTRYPOINT \["/usr/local/bin/arrears"\]$')
        for source in re.findall(r"^COPY (?:--chmod=\d+ )?(deploy/\S+)", text, re.MULTILINE):
            self.assertTrue((ROOT / source).exists(), source)
        toolchain = tomllib.loads((ROOT / "rust-toolchain.toml").read_text())["toolchain"]["channel"]
        self.assertIn(f"rust:{toolchain}-", text)


def commands(text: str, pattern: str) -> list[list[str]]:
    """Each command of ours with its flags, in order."""
    found = re.findall(rf"^\s*{pattern}$", text, re.MULTILINE)
    return [[line.split()[0], *re.findall(r"(?<!\S)--?[a-z][\w-]*", line)] for line in found]


if __name__ == "__main__":
    unittest.main()
