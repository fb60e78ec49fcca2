"""Imports metadata zips with Jam.py's own code, many in one process: one JSON object a line in, one a line out.

`{"open": dir}` starts the project's application anew; `{"import": task.dat}` imports a zip with that text as task.dat
through Jam.py's import, the way a start with a full migration folder does. The answer has the import log, and the
statements that failed as Jam.py's own application log has them: the import log repeats errors on MySQL.
"""
import glob
import json
import logging
import os
import sys
import zipfile

answers = os.dup(1)
# Whatever Jam.py prints goes to standard error.
os.dup2(2, 1)

# In this order: Jam.py 5 finds its own libraries only then.
from jam.wsgi import create_application  # noqa: E402
from jam.admin.import_metadata import import_metadata  # noqa: E402

FAILED = ' query: '


class Failures(logging.Handler):
    def __init__(self):
        super().__init__(logging.ERROR)
        self.found = []

    def emit(self, record):
        message = record.getMessage()
        if message.startswith('Error: ') and FAILED in message:
            self.found.append(message.split(FAILED, 1)[1])


failures = Failures()
application = None


def open_project(folder):
    global application
    # `testing`: without the middleware around it, which would hide the application.
    application = create_application(folder, testing=True)
    application.log.info('opened')
    logging.getLogger('jam_app').handlers[:] = [failures]
    return {}


def import_zip(task_dat):
    work_dir = application.admin.work_dir
    path = os.path.join(work_dir, 'import.zip')
    with zipfile.ZipFile(path, 'w') as archive:
        archive.writestr('task.dat', task_dat)
    failures.found = []
    raised = None
    success = False
    try:
        success = bool(import_metadata(application.admin, path, False)[0])
    except Exception as error:
        raised = '%s: %s' % (type(error).__name__, error)
    log = ''
    for name in glob.glob(os.path.join(work_dir, 'logs', 'import_*.log')):
        with open(name, encoding='utf-8') as file:
            log = file.read()
        os.remove(name)
    if os.path.exists(path):
        os.remove(path)
    return {'success': success, 'raised': raised, 'log': log, 'failed': failures.found}


for line in sys.stdin:
    question = json.loads(line)
    try:
        answer = open_project(question['open']) if 'open' in question else import_zip(question['import'])
    except Exception as error:
        answer = {'broken': '%s: %s' % (type(error).__name__, error)}
    os.write(answers, (json.dumps(answer) + '\n').encode())
