"""A procedure in force as schema.org data, for search engines and assistants. Pure.

https://schema.org/GovernmentService; only what the page itself says.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from procedures import facts
from procedures.snapshot_reading import Snapshot, part, parts


def government_service(
    snapshot: Snapshot,
    url: str,
    day: dt.date,
    portal_url: str = "",
    place_name: str = "",
    place_address: str = "",
) -> dict[str, Any]:
    """The JSON-LD of a procedure.

    Args:
        snapshot: of the version in force.
        url: canonical address of the page.
        day: decides which fees are offered.
        portal_url: where to submit online when the snapshot names no address.
        place_name, place_address: where people go.
    """
    codes = [snapshot.get("code"), snapshot.get("national_code")]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "name": snapshot.get("title"),
        "alternateName": snapshot.get("short_title"),
        "description": snapshot.get("summary"),
        "url": url,
        "identifier": [code for code in codes if code],
        "serviceType": part(snapshot, "field").get("name"),
        "provider": _organisation(snapshot),
        "audience": [
            {"@type": "Audience", "audienceType": subject["name"]} for subject in parts(snapshot, "subjects")
        ],
        "availableChannel": _channels(snapshot, url, portal_url, place_name, place_address),
        "serviceOutput": [{"@type": "Thing", "name": row["name"]} for row in parts(snapshot, "results")],
        "offers": [
            {
                "@type": "Offer",
                "price": fee["amount"],
                "priceCurrency": "VND",
                "description": facts.fee_condition_words(fee),
            }
            for fee in facts.fees_on(snapshot, day)
            if fee.get("amount") is not None
        ],
        "inLanguage": "vi",
    }
    return {key: value for key, value in data.items() if value}


def _organisation(snapshot: Snapshot) -> dict[str, Any]:
    unit = part(snapshot, "unit")
    data = {
        "@type": "GovernmentOrganization",
        "name": unit.get("name"),
        "address": unit.get("address"),
        "telephone": unit.get("phone"),
        "email": unit.get("email"),
    }
    return {key: value for key, value in data.items() if value}


def _channels(
    snapshot: Snapshot, url: str, portal_url: str, place_name: str, place_address: str
) -> list[dict[str, Any]]:
    offered = {row.get("channel") for row in parts(snapshot, "channels")}
    channels: list[dict[str, Any]] = []
    if "direct" in offered and place_name:
        place = {"@type": "Place", "name": place_name, "address": place_address}
        channels.append({"@type": "ServiceChannel", "name": "Trực tiếp", "serviceLocation": place})
    if "online" in offered:
        address = snapshot.get("online_url") or portal_url or url
        channels.append({"@type": "ServiceChannel", "name": "Trực tuyến", "serviceUrl": address})
    if "postal" in offered:
        channels.append({"@type": "ServiceChannel", "name": "Bưu chính", "serviceUrl": url})
    return channels
