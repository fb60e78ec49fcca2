/**
 * Python that writes a consistent copy of an SQLite file, which may be in use, to its standard output. All pages in one
 * step, tried again while somebody writes; the copy lies in a private temporary folder while it is sent.
 */
export const SNAPSHOT_PROGRAM = `
import os, shutil, sqlite3, sys, tempfile, time
from urllib.parse import quote
path = sys.argv[1]
try:
    with open(path, 'rb') as file:
        file.read(1)
    folder = tempfile.mkdtemp(prefix='jampy-promote-')
    try:
        copy = os.path.join(folder, 'copy')
        until = time.time() + 30
        while True:
            source = sqlite3.connect('file:' + quote(path) + '?mode=ro', uri=True, timeout=0.2)
            target = sqlite3.connect(copy)
            try:
                source.backup(target)
                break
            except sqlite3.OperationalError as error:
                if 'locked' not in str(error) and 'busy' not in str(error) or time.time() > until:
                    raise
            finally:
                source.close()
                target.close()
        with open(copy, 'rb') as file:
            shutil.copyfileobj(file, sys.stdout.buffer, 1 << 20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
except OSError as error:
    sys.exit(error.strerror or str(error))
except sqlite3.Error as error:
    sys.exit(str(error))
`;
