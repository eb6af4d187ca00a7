"""What gunicorn serves: the desk built from the environment."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assets.store import Store
from campaigns.db import open_engine
from campaigns.doctor.production import check_before_serving
from campaigns.errors import Unusable
from campaigns.log_filter import NoSecrets
from campaigns.settings import load_settings, prepare_home
from web.app import create_app
from web.patience import Patience
from web.watching import start_watching

if TYPE_CHECKING:
    from campaigns.doctor.finding import Finding

_settings = load_settings()
prepare_home(_settings)


def _examine() -> Sequence[Finding]:
    # The doctor loads fonts, pictures and migrations: only when somebody asks for it.
    from campaigns.doctor.examine import examine

    return examine(_settings, _settings.clock())


# A person waits at the other end: ten seconds, then a sentence.
_engine = open_engine(_settings, patience_s=10)
_desk = create_app(
    _settings,
    engine=_engine,
    clock=_settings.clock,
    store=Store(_settings.files_url),
    doctor=_examine,
)
try:
    check_before_serving(_settings, config=_desk.config, environment=os.environ, now=_settings.clock())
except Unusable as problem:
    sys.exit(str(problem))

for _handler in (*logging.getLogger().handlers, *logging.getLogger("gunicorn.error").handlers):
    _handler.addFilter(NoSecrets())

start_watching(_engine, _settings.clock)
application = Patience(_desk)
