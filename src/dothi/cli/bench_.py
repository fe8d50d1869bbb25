"""`dothi bench`."""

from __future__ import annotations

import inspect
import json
from importlib import import_module
from typing import Any

import typer
from rich.console import Console

from dothi.bench.report import document, table
from dothi.kernel.errors import ConfigurationError

app = typer.Typer()
BENCHES = {
    "ingest": "Batch upserts and single patches over HTTP · Ghi hàng loạt và từng giá trị qua HTTP",
    "latency": "MQTT publish until an open screen hears of it · Từ MQTT tới màn hình",
    "retrieve": "One entity by its id over HTTP · Đọc một thực thể qua HTTP",
    "query": "Type, value and distance together over HTTP · Hỏi theo loại, giá trị và khoảng cách",
    "dryrun": "A rule on a month of history of 1,000 series; floor: reading the same rows · Thử quy tắc trên lịch sử một tháng; "
    "mốc so sánh: chỉ đọc cùng số liệu",
    "rules": "10,000 rules at 5,000 updates a second; floor: the same rows read and one CEL evaluation each · 10.000 quy tắc, "
    "5.000 cập nhật mỗi giây; mốc so sánh: đọc cùng số liệu và tính một biểu thức cho mỗi giá trị",
    "figures": "Indicators over a month of 1,000 series, computed from nothing; floor: one hand-written grouping · Chỉ tiêu của một tháng; "
    "mốc so sánh: một câu gộp viết tay",
    "boards": "A board of 20 tiles as it is opened, with nothing kept and kept; floor: one hand-written grouping of its cells · Mở bảng theo dõi 20 ô; "
    "mốc so sánh: một câu gộp viết tay",
    "dispatch": "Units recommended, cases opened, fifty desks live; floors: numpy, a bare insert, a plain subscriber · "
    "Đề xuất đơn vị, mở vụ việc, 50 bàn cùng mở",
    "crews": "500 phones tell their position every five seconds; floor: a bare committed row · 500 điện thoại báo vị trí 5 giây một lần",
    "tasks": "What one person owes, over 1,000,000 things; floor: one index read · Việc của tôi trên 1.000.000 việc; mốc so sánh: một lần đọc chỉ mục",
    "reports": "List, inbox and map over 1,000,000 citizens' reports; 200 reports a second for a minute; floor: one index read · "
    "Danh sách, bản đồ trên 1.000.000 phản ánh; 200 phản ánh mỗi giây trong một phút",
    "services": "The score of public services over 1,000,000 dossiers: all anew, after one change, its page; floor: one plain aggregate · "
    "Điểm phục vụ trên 1.000.000 hồ sơ: tính lại tất cả, sau một thay đổi, trang điểm; mốc so sánh: một câu gộp",
    "briefings": "A briefing of a province made, drawn as DOCX and PDF, checked; floors: the same cells read, the same lines drawn plainly · "
    "Một báo cáo của tỉnh: lập, vẽ, kiểm tra; mốc so sánh: đọc cùng ô số liệu, vẽ cùng số dòng chữ",
    "cameras": "200 cameras looked at once a minute while somebody works at the desk; floor: the desk alone · 200 camera mỗi phút trong khi bàn trực làm việc",
    "notify": "An update until its subscriber is told, by HTTP · Từ cập nhật tới thông báo",
}


@app.command(
    help="Measure speed beside its floor, on engines of its own · Đo tốc độ: "
    + "; ".join(f"{k}: {v}" for k, v in BENCHES.items())
)
def bench(
    name: str = typer.Argument(help=", ".join(BENCHES)),
    as_json: bool = typer.Option(False, "--json", help="Figures as JSON · Kết quả dạng JSON"),
    entities: int = typer.Option(0, help="Size of the made-up city · Số thực thể giả lập"),
) -> None:
    """One figure moves with whatever else the machine does: compare within one run."""
    if name not in BENCHES:
        raise ConfigurationError("bench-unknown", bench=name, known=", ".join(BENCHES))
    measure = import_module(f"dothi.bench.{name}").run
    notes = Console(stderr=True)
    takes = inspect.signature(measure).parameters
    given: dict[str, Any] = {"tell": notes.print} if "tell" in takes else {}
    given |= {"entities": entities} if entities and "entities" in takes else {}
    with notes.status(f"dothi bench {name} …"):
        figures = measure(**given)
    found = document(name, figures)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        Console().print(table(found))
