# /srv/wsgi/jam-app.wsgi: outside the project, whose folder Apache itself can not read.
from jam.wsgi import create_application

application = create_application('/srv/app')
