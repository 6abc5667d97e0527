"""`manage.py run` and its supervisor, with real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.core.management import CommandError, call_command

from regional20x10 import env
from regional20x10.management.commands.run import refuse_taken

SUPERVISE = """
import sys
from regional20x10 import supervisor
from regional20x10.supervisor import Program, Supervisor
supervisor.GRACE = (("SIGTERM", 1.0), ("SIGQUIT", 1.0), ("SIGKILL", 1.0))
python = [sys.executable, "-c"]
sys.exit(Supervisor([Program(name, [*python, code]) for name, code in {programs!r}.items()]).run())
"""
STAYS = "import os, time; print('pid', os.getpid()); time.sleep(600)"
STUBBORN = "import signal, os, time; signal.signal(15, signal.SIG_IGN); signal.signal(3, signal.SIG_IGN); " + STAYS
HAS_CHILD = "import os, subprocess, sys; subprocess.Popen([sys.executable, '-c', " + repr(STAYS) + "]).wait()"


class Supervised:
    """A supervisor in a process of its own; its lines as they come."""

    def __init__(self, process):
        self.process = process
        self.lines = []

    def line(self, word):
        """The next line that holds `word`."""
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if word in line:
                return self.lines[-1]
        raise AssertionError("\n".join(self.lines))

    def pid(self):
        return int(self.line("pid ").split()[-1])

    def end(self):
        self.lines += self.process.communicate(timeout=30)[0].splitlines()
        return self.process.returncode


@contextmanager
def supervised(**programs):
    command = [sys.executable, "-c", SUPERVISE.replace("{programs!r}", repr(programs))]
    with subprocess.Popen(
        command, cwd=env.ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        try:
            yield Supervised(process)
        finally:
            process.kill()


def gone(pid):
    """True once the process has ended; one that only waits to be buried counts as ended."""
    for _ in range(100):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                if stat.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.05)
    return False


def test_lines_carry_the_name_of_their_program():
    with supervised(web="print('one'); print('두번째'); import time; time.sleep(600)", worker=STAYS) as run:
        assert run.line("두번째") == "web    │ 두번째"


def test_a_program_that_dies_is_shown_and_started_again():
    with supervised(web=STAYS) as run:
        first = run.pid()
        os.kill(first, signal.SIGKILL)

        assert run.line("ended") == "web │ web ended (killed by SIGKILL); it starts again in 1 s."
        assert run.pid() != first


def test_what_a_dead_program_leaves_behind_is_removed():
    with supervised(web=HAS_CHILD) as run:
        child = run.pid()
        with open(f"/proc/{child}/stat") as stat:
            os.kill(int(stat.read().rsplit(")", 1)[1].split()[1]), signal.SIGKILL)

        run.line("ended")

        assert gone(child)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_everything(sign):
    with supervised(web=STAYS, worker=HAS_CHILD, scheduler=STUBBORN) as run:
        pids = [run.pid(), run.pid(), run.pid()]

        run.process.send_signal(sign)

        assert run.end() == 0
        assert [gone(pid) for pid in pids] == [True, True, True]


def test_a_killed_supervisor_takes_its_programs_along():
    with supervised(web=STAYS) as run:
        pid = run.pid()

        run.process.kill()

        assert gone(pid)


def test_a_program_that_cannot_be_kept_running_ends_it_with_a_sentence(monkeypatch):
    broken = SUPERVISE.replace("supervisor.GRACE", "supervisor.ENOUGH = 2; supervisor.GRACE")
    monkeypatch.setitem(globals(), "SUPERVISE", broken)
    with supervised(web="print('no such module'); raise SystemExit(3)", worker=STAYS) as run:
        pid = run.pid()

        assert run.end() == 1
        assert [line for line in run.lines if "ended" in line][-1] == (
            "       │ web ended 2 times within 10 seconds of its start. Everything is stopped; "
            "the lines above say why it ended."
        )
        assert gone(pid)


def test_a_taken_port_is_told_before_anything_starts():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        with pytest.raises(CommandError) as refused:
            call_command("run", port=str(port))

    assert str(refused.value) == (
        f"Port {port} on 127.0.0.1 cannot be used (Address already in use). If another program has it, stop that "
        f"program or choose another port: make run PORT={port + 1}"
    )


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1", "80a"])
def test_a_port_that_is_none_is_told(port):
    with pytest.raises(
        CommandError, match=rf"^The port is '{port}': give a number from 1 to 65535, by --port or PORT\.$"
    ):
        refuse_taken("127.0.0.1", port)


def test_a_host_that_is_not_here_is_told():
    with pytest.raises(CommandError, match=r"^Port 8000 on 192\.0\.2\.1 cannot be used"):
        refuse_taken("192.0.2.1", "8000")
