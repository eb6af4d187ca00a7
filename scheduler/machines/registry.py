"""Which translation services there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from campaigns.vocabulary import MachineKind
from scheduler.machines.chat import Chat
from scheduler.machines.contract import Machine
from scheduler.machines.deepl import DeepL
from scheduler.machines.libretranslate import LibreTranslate

MACHINES: Mapping[MachineKind, type[Machine]] = MappingProxyType(
    {MachineKind.DEEPL: DeepL, MachineKind.LIBRETRANSLATE: LibreTranslate, MachineKind.CHAT: Chat}
)
