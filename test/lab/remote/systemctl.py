#!/usr/bin/python3 -I
"""Stands in for systemd, which containers do not have: does what a unit file says, and waits until it is done.

    systemctl start|stop|restart|reload|is-active|status|cat NAME
    systemctl show NAME [--property=NAME ...] [--value]

Knows only what the unit files of the lab and of examples/servers need. It lies in BASE/bin, the units in BASE/units;
BASE/state has what it must remember, BASE/run the runtime folders, BASE/log what services write. "Started" means that
every worker is ready: a worker that still starts while somebody imports may end, or write old settings back.
"""
import os
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import time

BASE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
START_LIMIT = 60
READY_HOOK = '''import os
def post_worker_init(worker):
    open(os.path.join(%r, str(worker.pid)), 'w').close()
'''


class Unit:
    def __init__(self, name):
        self.name = name[:-8] if name.endswith('.service') else name
        self.path = os.path.join(BASE, 'units', self.name + '.service')
        if os.path.basename(self.name) != self.name or not os.path.isfile(self.path):
            fail(5, f'Unit {self.name}.service not found.')
        self.settings = {}
        with open(self.path) as file:
            for line in file:
                name, found, value = line.strip().partition('=')
                if found and not name.startswith(('#', ';')):
                    self.settings[name] = value
        self.state = os.path.join(BASE, 'state', self.name)
        self.ready = os.path.join(self.state, 'ready')

    def get(self, name, default=None):
        return self.settings.get(name, default)

    def main_pid(self):
        path = self.get('PIDFile') or os.path.join(self.state, 'pid')
        try:
            with open(path) as file:
                pid = int(file.read())
        except (OSError, ValueError):
            return None
        return pid if alive(pid) else None

    def start(self):
        if self.main_pid():
            return
        user = pwd.getpwnam(self.get('User', 'root'))
        shutil.rmtree(self.state, ignore_errors=True)
        os.makedirs(self.ready)
        os.chown(self.ready, user.pw_uid, user.pw_gid)
        if self.get('RuntimeDirectory'):
            path = self.runtime_folder()
            os.makedirs(path, exist_ok=True)
            os.chown(path, user.pw_uid, user.pw_gid)
            os.chmod(path, int(self.get('RuntimeDirectoryMode', '0755'), 8))
        process = self.execute('ExecStart', user)
        if self.get('Type') == 'forking':
            if process.wait() != 0:
                fail(1, f'Job for {self.name}.service failed: see {self.log()}')
        else:
            with open(os.path.join(self.state, 'pid'), 'w') as file:
                file.write(str(process.pid))
        self.wait_until_ready(process, set())

    def stop(self):
        pid = self.main_pid()
        if not pid:
            return
        if self.get('ExecStop'):
            self.execute('ExecStop', pwd.getpwnam('root')).wait()
        else:
            os.kill(pid, signal.SIGTERM)
        if not wait(lambda: not members(pid), float(self.get('TimeoutStopSec', '30'))):
            os.killpg(pid, signal.SIGKILL)
            wait(lambda: not members(pid), 10)
        if self.get('RuntimeDirectory'):
            shutil.rmtree(self.runtime_folder(), ignore_errors=True)
        shutil.rmtree(self.state, ignore_errors=True)

    def reload(self):
        pid = self.main_pid()
        if not pid:
            fail(1, f'{self.name}.service is not active, cannot reload.')
        old = self.workers(pid)
        self.execute('ExecReload', pwd.getpwnam('root'), pid).wait()
        self.wait_until_ready(None, old)

    def execute(self, setting, user, pid=0):
        """Runs a line as the unit's user, in a session of its own that outlives us."""
        argv = shlex.split(self.get(setting).replace('$MAINPID', str(pid)))
        environment = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'LANG': 'C.UTF-8', 'HOME': user.pw_dir}
        environment.update(USER=user.pw_name, LOGNAME=user.pw_name)
        if setting == 'ExecStart' and 'gunicorn' in argv[0]:
            hook = os.path.join(self.state, 'gunicorn.conf.py')
            with open(hook, 'w') as file:
                file.write(READY_HOOK % self.ready)
            environment['GUNICORN_CMD_ARGS'] = f'--config {hook}'
        with open(self.log(), 'ab') as log:
            return subprocess.Popen(
                argv, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                cwd=self.get('WorkingDirectory', '/'), user=user.pw_uid, group=user.pw_gid,
                extra_groups=os.getgrouplist(user.pw_name, user.pw_gid), umask=int(self.get('UMask', '0022'), 8))

    def wait_until_ready(self, process, old):
        def ready():
            if process and process.poll() and self.get('Type') != 'forking':
                fail(1, f'Job for {self.name}.service failed: it ended with {process.returncode}, see {self.log()}')
            pid = self.main_pid()
            new = self.workers(pid) if pid else set()
            return len(new - old) >= self.worker_count() and not new & old
        if not wait(ready, START_LIMIT):
            fail(1, f'Job for {self.name}.service failed: not ready after {START_LIMIT} s, see {self.log()}')

    def worker_count(self):
        words = self.get('ExecStart').split()
        return int(words[words.index('--workers') + 1] if '--workers' in words else self.get('X-Workers', '0'))

    def workers(self, pid):
        """Processes that take requests. Apache's name themselves, and have threads for it once the script is loaded."""
        threads = int(self.get('X-Threads', '0'))
        if threads:
            return {one for one in members(pid) if read(one, 'cmdline').startswith('(wsgi:') and count(one) > threads}
        return {int(name) for name in os.listdir(self.ready) if alive(int(name))}

    def runtime_folder(self):
        return os.path.join(BASE, 'run', self.get('RuntimeDirectory'))

    def log(self):
        return os.path.join(BASE, 'log', self.name + '.log')


def fail(code, message):
    print(message, file=sys.stderr)
    sys.exit(code)


def wait(done, seconds):
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.03)
    return True


def read(pid, name):
    try:
        with open(f'/proc/{pid}/{name}') as file:
            return file.read()
    except OSError:
        return ''


def count(pid):
    return int(read(pid, 'status').partition('Threads:')[2].split()[0] or 0) if alive(pid) else 0


def alive(pid):
    """A process that nobody has reaped yet is gone too."""
    fields = read(pid, 'stat').rpartition(')')[2].split()
    return bool(fields) and fields[0] not in 'ZX'


def members(group):
    found = set()
    for name in os.listdir('/proc'):
        if name.isdigit():
            fields = read(name, 'stat').rpartition(')')[2].split()
            if fields and fields[0] not in 'ZX' and int(fields[2]) == group:
                found.add(int(name))
    return found


def main(arguments):
    words = [word for word in arguments if not word.startswith('-')]
    if len(words) != 2:
        fail(1, f'systemctl: {" ".join(arguments)}: this stand-in takes a command and a unit')
    command, name = words
    unit = Unit(name)
    if command in ('start', 'stop', 'restart', 'reload'):
        if os.geteuid() != 0:
            fail(1, f'Failed to {command} {unit.name}.service: Interactive authentication required.')
        if command == 'restart':
            unit.stop()
            unit.start()
        else:
            getattr(unit, command)()
    elif command in ('is-active', 'status'):
        active = unit.main_pid() is not None
        print('active' if active else 'inactive')
        sys.exit(0 if active else 3)
    elif command == 'cat':
        with open(unit.path) as file:
            print(f'# {unit.path}\n{file.read()}', end='')
    elif command == 'show':
        show(unit, arguments)
    else:
        fail(1, f'Unknown command verb {command}.')


def show(unit, arguments):
    pid = unit.main_pid()
    values = {'LoadState': 'loaded', 'ActiveState': 'active' if pid else 'inactive', 'MainPID': str(pid or 0)}
    wanted = [name for word in arguments if word.startswith('--property=') for name in word[11:].split(',')]
    for name in wanted or values:
        value = values.get(name, '')
        print(value if '--value' in arguments else f'{name}={value}')


main(sys.argv[1:])
