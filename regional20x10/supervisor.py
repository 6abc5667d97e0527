"""Run several programs in one terminal: their lines with a name before each, what dies is started again."""

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress

GRACE = (("SIGTERM", 15.0), ("SIGQUIT", 10.0), ("SIGKILL", 5.0))
"""What a program is told when all stop, and how many seconds it then has. A job cut short is queued again."""
QUICK = 10.0
"""A program that lived for fewer seconds than this died quickly."""
ENOUGH = 5
"""Quick deaths in a row after which there is no point in going on."""
COLOURS = (36, 33, 35, 32, 34)


class Program:
    """One supervised command, its process and the history of its deaths."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.command = command
        self.environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(environment or {})}
        self.process = None
        self.rest = b""
        self.quick_deaths = 0
        self.started_at = self.start_at = 0.0

    def start(self, now):
        """In a group of its own, so that Ctrl-C reaches only the supervisor, which stops all in order."""
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
            preexec_fn=die_with_parent,  # safe: this process has one thread
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.started_at = now

    def alive(self):
        return self.process is not None and self.process.poll() is None

    def buried(self, now):
        """Count the death, remove what its children left, and set when to start again."""
        self.tell("SIGKILL")
        self.quick_deaths = self.quick_deaths + 1 if now - self.started_at < QUICK else 0
        pause = min(2 ** max(self.quick_deaths - 1, 0), 30)
        self.start_at = now + pause
        return pause

    def tell(self, name):
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, getattr(signal, name))

    def end(self):
        code = self.process.returncode
        return f"killed by {signal.Signals(-code).name}" if code < 0 else f"exit {code}"


class Supervisor:
    """Keeps its programs running until it is told to stop, or until one cannot be kept running."""

    def __init__(self, programs, out=sys.stdout, every=5.0, watch=lambda: None):
        self.programs = programs
        self.out = out
        self.watch, self.every, self.watch_at = watch, every, time.monotonic() + every
        self.stopping = None
        self.selector = selectors.DefaultSelector()
        self.width = max(len(program.name) for program in programs)
        self.colour = out.isatty() and "NO_COLOR" not in os.environ

    def run(self):
        """Run all until a signal; 0 if it was asked for, 1 if a program could not be kept running."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            signal.signal(getattr(signal, name), self._asked_to_stop)
        try:
            while self.stopping is None and not self._given_up():
                self._start_due()
                self._read(0.2)
                self._bury()
                self._look()
        finally:
            self._stop_all()
        return 0 if self.stopping else 1

    def say(self, sentence, name=""):
        mark = f"{name:<{self.width}} │ "
        if self.colour:
            names = [program.name for program in self.programs]
            mark = f"\033[{COLOURS[names.index(name) % len(COLOURS)] if name in names else 1}m{mark}\033[0m"
        self.out.write(f"{mark}{sentence}\n")
        self.out.flush()

    def _asked_to_stop(self, number, frame):
        self.stopping = self.stopping or signal.Signals(number)

    def _given_up(self):
        for program in self.programs:
            if program.quick_deaths >= ENOUGH:
                self.say(
                    f"{program.name} ended {ENOUGH} times within {QUICK:.0f} seconds of its start. "
                    "Everything is stopped; the lines above say why it ended."
                )
                return True
        return False

    def _start_due(self):
        now = time.monotonic()
        for program in self.programs:
            if program.process is None and now >= program.start_at:
                program.start(now)
                self.selector.register(program.process.stdout, selectors.EVENT_READ, program)

    def _bury(self):
        for program in self.programs:
            if program.process is not None and not program.alive():
                pause = program.buried(time.monotonic())
                self._close(program)
                self.say(f"{program.name} ended ({program.end()}); it starts again in {pause} s.", program.name)
                program.process = None

    def _look(self):
        if time.monotonic() >= self.watch_at:
            self.watch()
            self.watch_at = time.monotonic() + self.every

    def _read(self, wait):
        for key, _events in self.selector.select(wait):
            self._pass_on(key.data)

    def _pass_on(self, program):
        """Print the program's whole lines; False at its end."""
        data = program.process.stdout.read()
        *lines, program.rest = (program.rest + (data or b"")).split(b"\n")
        for line in lines:
            self.say(line.decode(errors="replace"), program.name)
        if data == b"":
            self.selector.unregister(program.process.stdout)
        return bool(data)

    def _close(self, program):
        """Print the last words."""
        if program.process.stdout in self.selector.get_map():
            while program.process.stdout in self.selector.get_map() and self._pass_on(program):
                pass
            if program.process.stdout in self.selector.get_map():
                self.selector.unregister(program.process.stdout)
        if program.rest:
            self.say(program.rest.decode(errors="replace"), program.name)
            program.rest = b""
        program.process.stdout.close()

    def _stop_all(self):
        running = [program for program in self.programs if program.alive()]
        if running:
            self.say("Stopping …")
        for name, seconds in GRACE:
            for program in running:
                program.tell(name) if name == "SIGKILL" else program.process.send_signal(getattr(signal, name))
            end = time.monotonic() + seconds
            while running and time.monotonic() < end:
                self._read(0.1)
                running = [program for program in running if program.alive()]
            if not running:
                break
        for program in self.programs:
            if program.process is not None:
                program.tell("SIGKILL")  # what a program that died left behind
                self._close(program)


def die_with_parent():
    """Linux: a supervisor that is killed takes its programs with it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
