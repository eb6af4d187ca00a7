"""The Bot API (core.telegram.org/bots/api 10.1) for one bot and one channel. It knows no message again."""

from __future__ import annotations

from typing import Any

from tests.scheduler.channels.network import Answer, Fake, Post, Request

TOKEN = "123456:AAE-secret_token_of_the_bot_01234567"
CHAT, NAME = -1001234567890, "advice_uk"


class TelegramServer(Fake):
    """`rank` is what the bot is in the channel."""

    rank = "administrator"

    def publishes(self, request: Request) -> bool:
        return request.path.endswith(("/sendMessage", "/sendPhoto", "/sendVideo"))

    def too_many(self) -> Answer:
        said = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 30"}
        return Answer(429, said | {"parameters": {"retry_after": 30}})

    def signed_out(self) -> Answer:
        return Answer(401, {"ok": False, "error_code": 401, "description": "Unauthorized"})

    def answer(self, request: Request) -> Answer:
        bot, _, method = request.path.removeprefix("/bot").partition("/")
        if bot != TOKEN:
            return self.signed_out() if ":" in bot else self._wrong(404, "Not Found")
        said = request.form() | dict(request.query)
        if method == "getMe":
            return self._right(
                {"id": 123456, "is_bot": True, "first_name": "Advice", "username": "advice_bot"}
            )
        if said.get("chat_id") not in {str(CHAT), f"@{NAME}"}:
            return self._wrong(400, "Bad Request: chat not found")
        match method:
            case "getChat":
                return self._right({**self._chat(), "accent_color_id": 0, "max_reaction_count": 11})
            case "getChatMember":
                return self._right(
                    {"user": {"id": 123456, "is_bot": True, "first_name": "A"}, "status": self.rank}
                )
            case "getChatMemberCount":
                return self._right(self.following)
            case "sendMessage":
                return self._send(said.get("text", ""), 4096, {})
            case "sendPhoto":
                photo = request.parts().get("photo")
                if photo is None or not photo.content or len(photo.content) > 10_000_000:
                    return self._wrong(400, "Bad Request: there is no photo in the request")
                return self._send(said.get("caption", ""), 1024, {"photo": len(photo.content)})
            case "editMessageCaption" | "editMessageText":
                return self._edit(said)
            case "deleteMessage":
                kept = [post for post in self.posts if post.id != said["message_id"]]
                gone, self.posts = len(kept) < len(self.posts), kept
                return (
                    self._right(True)
                    if gone
                    else self._wrong(400, "Bad Request: message to delete not found")
                )
        return self._wrong(404, "Not Found")

    def _send(self, text: str, limit: int, details: dict[str, Any]) -> Answer:
        if self.rank not in {"administrator", "creator"}:
            return self._wrong(403, "Forbidden: bot is not a member of the channel chat")
        length = len(text.encode("utf-16-le")) // 2
        if not text and not details:
            return self._wrong(400, "Bad Request: message text is empty")
        if length > limit:
            return self._wrong(400, "Bad Request: message caption is too long")
        post = self.publish(str(10 + len(self.posts)), text, **details)
        return self._right(self._shown(post))

    def _edit(self, said: dict[str, str]) -> Answer:
        found = [post for post in self.posts if post.id == said["message_id"]]
        new = said.get("caption", said.get("text", ""))
        if not found:
            return self._wrong(400, "Bad Request: message to edit not found")
        if found[0].text == new:
            return self._wrong(400, "Bad Request: message is not modified")
        changed = Post(found[0].id, new, found[0].at, found[0].details)
        self.posts[self.posts.index(found[0])] = changed
        return self._right(self._shown(changed))

    def _shown(self, post: Post) -> dict[str, Any]:
        shown = {
            "message_id": int(post.id),
            "date": int(post.at.timestamp()),
            "chat": self._chat(),
            "sender_chat": self._chat(),
        }
        if "photo" in post.details:
            photo = {"file_id": "p", "file_unique_id": "u", "width": 90, "height": 90}
            return {**shown, "caption": post.text, "photo": [photo]}
        return {**shown, "text": post.text}

    def _chat(self) -> dict[str, Any]:
        return {"id": CHAT, "type": "channel", "title": "Advice UK", "username": NAME}

    def _right(self, result: Any) -> Answer:
        return Answer(200, {"ok": True, "result": result})

    def _wrong(self, code: int, description: str) -> Answer:
        return Answer(code, {"ok": False, "error_code": code, "description": description})
