"""What gunicorn serves: the desk built from the environment."""

from __future__ import annotations

from assets.store import Store
from campaigns.db import make_engine
from campaigns.doctor.examine import examine
from campaigns.settings import load_settings, prepare_home
from web.app import create_app

_settings = load_settings()
prepare_home(_settings)
application = create_app(
    _settings,
    engine=make_engine(_settings.database_url),
    clock=_settings.clock,
    store=Store(_settings.files_url),
    doctor=lambda: examine(_settings, _settings.clock()),
)
