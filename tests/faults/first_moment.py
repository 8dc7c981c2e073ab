#!/usr/bin/env python3
"""first_moment.py [TIMES]: a signal in the very moment in which the server says its address. Needs target/release/litopys.

A signal that is not heeded yet ends the process: that is how a test that starts and stops servers failed once in a while."""
import collections, shutil, signal, subprocess, sys, time
import serving
from serving import BINARY, check

TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 40
ROOT = serving.archive('moment')


def ends(kind):
    codes = collections.Counter()
    for _ in range(TIMES):
        command = [BINARY, 'serve', '--archive', str(ROOT / 'archive'), '--listen', '127.0.0.1:0', '--admin', 'off']
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        for line in process.stderr:
            if line.startswith('http://'):
                break
        process.send_signal(kind)
        if kind == signal.SIGHUP:
            time.sleep(0.2)
            process.terminate()
        process.stderr.read()
        codes[process.wait(30)] += 1
    return dict(codes)


try:
    for kind in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        codes = ends(kind)
        check(f'{kind.name} at once', list(codes) == [0], f'exit codes {codes}')
finally:
    shutil.rmtree(ROOT, ignore_errors=True)
sys.exit(len(serving.failed))
