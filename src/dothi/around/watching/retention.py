"""What of followers is forgotten by itself: a place that nobody confirmed anew, and what they were told."""

from __future__ import annotations

from dothi.around.watching import ending
from dothi.around.watching.models import Alert, Watch
from dothi.kernel.retention import forgets_keys


@forgets_keys(
    "around-watches",
    730,
    "Báo tin về nơi người dân tự đăng ký theo dõi; hai năm sau lần xác nhận cuối xóa số điện thoại, thư điện tử và nơi theo dõi",
    rows=lambda before: Watch.objects.filter(confirmed_at__lt=before).order_by("confirmed_at"),
)
def forget_watches(keys: list[int]) -> None:
    """Followers that did not confirm for so long, with what they were told."""
    ending.end(keys)


@forgets_keys(
    "around-alerts",
    90,
    "Không báo một tin hai lần cho một người; sau đó xóa",
    rows=lambda before: (
        Alert.objects.filter(made_at__lt=before).exclude(state=Alert.State.WAITING).order_by("made_at")
    ),
)
def forget_alerts(keys: list[int]) -> None:
    """Who was told of what."""
    Alert.objects.filter(pk__in=keys).delete()
