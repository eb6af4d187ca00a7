"""The product's words for kinds and states. Labels for people are in the desk's templates."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """What somebody does in a programme. Translators and lawyers hold it for named languages."""

    ADVISOR = "advisor"
    STAFF = "staff"
    TRANSLATOR = "translator"
    LAWYER = "lawyer"
    LEAD = "lead"
    BOARD = "board"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


#: Roles that are held per language.
LANGUAGE_ROLES = frozenset({Role.TRANSLATOR, Role.LAWYER})


class Theme(StrEnum):
    """The look a person chose for the desk; AUTO follows the device."""

    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


class LinkKind(StrEnum):
    """What a link that opens a login was made for: asked for by mail, handed over by an admin, a first login."""

    RESET = "reset"
    HANDED = "handed"
    INVITE = "invite"


class AlertKind(StrEnum):
    """What people are told about although they are not looking."""

    WORKER_SILENT = "worker_silent"
    POSTS_LATE = "posts_late"


class WorkKind(StrEnum):
    """Long work that the worker does."""

    IMPORT_NEEDS = "import_needs"
    RENDER_CAMPAIGN = "render_campaign"
    MAKE_FILMS = "make_films"
    REPORT = "report"
    MACHINE_HELP = "machine_help"
    FIND_PHRASES = "find_phrases"
    MATCH_AGAIN = "match_again"
    TRAIN_TOPICS = "train_topics"
    EXAMINE_ACCOUNT = "examine_account"
    TAKE_DOWN = "take_down"
    CORRECT_POST = "correct_post"
    IMPORT_INSIGHTS = "import_insights"


class WorkStatus(StrEnum):
    """Where a piece of long work stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class InfoQuality(StrEnum):
    """What the thread already answered when the advisor found the question."""

    QUESTION_ONLY = "question_only"
    CORRECT = "community_answer_correct"
    PARTLY_WRONG = "community_answer_partly_wrong"
    WRONG = "community_answer_wrong"
    SCAM = "scam_suspected"
    UNKNOWN = "unknown"


class FactKind(StrEnum):
    """What a fact says."""

    RULE = "rule"
    RIGHT = "right"
    AMOUNT = "amount"
    DEADLINE = "deadline"
    STEP = "step"
    CONTACT = "contact"
    MYTH = "myth"
    CHANGE = "change"


class FactStatus(StrEnum):
    """Whether a person answerable for it has checked the fact."""

    DRAFT = "draft"
    CHECKED = "checked"
    RETIRED = "retired"


class RecallCause(StrEnum):
    """Why everything made from a fact is looked at again."""

    CHANGED = "changed"
    ENDED = "ended"
    RETIRED = "retired"
    DOUBTED = "doubted"


class Land(StrEnum):
    """A German Land by its code (ISO 3166-2:DE)."""

    BADEN_WUERTTEMBERG = "BW"
    BAVARIA = "BY"
    BERLIN = "BE"
    BRANDENBURG = "BB"
    BREMEN = "HB"
    HAMBURG = "HH"
    HESSE = "HE"
    MECKLENBURG_VORPOMMERN = "MV"
    LOWER_SAXONY = "NI"
    NORTH_RHINE_WESTPHALIA = "NW"
    RHINELAND_PALATINATE = "RP"
    SAARLAND = "SL"
    SAXONY = "SN"
    SAXONY_ANHALT = "ST"
    SCHLESWIG_HOLSTEIN = "SH"
    THURINGIA = "TH"


class Risk(StrEnum):
    """How much harm a mistake does."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ProposalStatus(StrEnum):
    """What became of a proposal."""

    OPEN = "open"
    PLANNED = "planned"
    DISMISSED = "dismissed"


class RumourStatus(StrEnum):
    """How far a rumour is: heard, looked into, judged, answered, watched."""

    NEW = "new"
    CHECKING = "checking"
    REFUTED = "refuted"
    TRUE = "true"
    UNCLEAR = "unclear"
    PUBLISHED = "published"
    MONITORED = "monitored"


class CampaignStage(StrEnum):
    """Where a campaign stands on the road; derived, never stored."""

    PLANNED = "planned"
    WRITING = "writing"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    FINISHED = "finished"
    ARCHIVED = "archived"


class Origin(StrEnum):
    """Where a text comes from; kept with every revision."""

    HUMAN = "human"
    FRAME = "frame"
    MEMORY = "memory"
    MACHINE = "machine"
    MACHINE_EDITED = "machine_edited"


class TermKind(StrEnum):
    """What a term of the glossary names."""

    OFFICE = "office"
    TITLE = "title"
    BENEFIT = "benefit"
    LAW = "law"
    OTHER = "other"


class WaitingReason(StrEnum):
    """Why a text that came back from a file was not simply written."""

    SOURCE_CHANGED = "source_changed"
    TARGET_CHANGED = "target_changed"
    BOTH_CHANGED = "both_changed"


class Coverage(StrEnum):
    """How far a text is in one language, seen from the source as it stands."""

    MISSING = "missing"
    MACHINE = "machine"
    IN_WORK = "in_work"
    OUTDATED = "outdated"
    UP_TO_DATE = "up_to_date"


class MachineKind(StrEnum):
    """What a translation service speaks."""

    DEEPL = "deepl"
    LIBRETRANSLATE = "libretranslate"
    CHAT = "chat"


class MachineTask(StrEnum):
    """What a machine is asked for; a person decides about every answer."""

    TRANSLATE = "translate"
    SIMPLIFY = "simplify"
    BACK_TRANSLATE = "back_translate"


class VariantStatus(StrEnum):
    """Where a post in one language stands."""

    MISSING = "missing"
    DRAFT = "draft"
    RENDERED = "rendered"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"


class Decision(StrEnum):
    """A lawyer's word about one digest."""

    APPROVE = "approve"
    RETURN = "return"
    WITHDRAW = "withdraw"


class NoteKind(StrEnum):
    """What is said about a card without deciding: a comment, a question to a colleague, a word of the board."""

    COMMENT = "comment"
    QUESTION = "question"
    BOARD = "board"


class DeciderKind(StrEnum):
    """Who decides through a link: a lawyer from outside, whose yes counts, or a partner, whose no does."""

    LAWYER = "lawyer"
    PARTNER = "partner"


class PlacementStatus(StrEnum):
    """Where a placement stands. Only `published` is proof that something exists."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    SENDING = "sending"
    PUBLISHED = "published"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"
    MISSED = "missed"
    EXPIRED = "expired"
    HELD = "held"
    CANCELLED = "cancelled"


class KitStatus(StrEnum):
    """Whether a partner may use a kit. One that has expired is told by its day, not by a state."""

    OPEN = "open"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class KitNews(StrEnum):
    """What a partner is told about a kit."""

    NEW = "new"
    CORRECTED = "corrected"
    HELD = "held"
    GOOD_AGAIN = "good_again"
    WITHDRAWN = "withdrawn"


class KitUse(StrEnum):
    """What somebody did with a kit: opened its page, took the whole, took one file, said that it is shared."""

    OPENED = "opened"
    WHOLE = "whole"
    FILE = "file"
    SHARED = "shared"


class DeliveryMode(StrEnum):
    """How a placement reaches its readers."""

    API = "api"
    PULL = "pull"
    HAND = "hand"


class IdempotencyClass(StrEnum):
    """What a channel does when the same post reaches it twice; decides how a lost reply is resolved."""

    KEYED = "keyed"
    CLIENT_ID = "client_id"
    READ_BACK = "read_back"
    TWO_STEP = "two_step"
    BLIND = "blind"


class MailStatus(StrEnum):
    """Where an issue of a newsletter stands with one subscriber. `left`: they left before their turn came;
    `given_up`: their server put it off too often; `unconfirmed`: nobody knows whether it arrived."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    UNCONFIRMED = "unconfirmed"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    LEFT = "left"


class Visitor(StrEnum):
    """Who followed a short link: link previews and crawlers are counted apart."""

    PERSON = "person"
    BOT = "bot"


class InsightSource(StrEnum):
    """How a figure came to us: from the channel's interface, from an export, or typed in by hand."""

    API = "api"
    FILE = "file"
    HAND = "hand"


class PermitStatus(StrEnum):
    """Where leave to post for an account stands that is asked of its channel in the browser. `introducing`: the worker
    makes us known to the server; `asking`: the person is there; `exchanging` and `trying`: the worker's turn."""

    INTRODUCING = "introducing"
    ASKING = "asking"
    EXCHANGING = "exchanging"
    CHOOSING = "choosing"
    TRYING = "trying"
    GIVEN = "given"
    REFUSED = "refused"
