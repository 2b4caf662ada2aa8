"""Zip packages written again so that the same parts give the same bytes: fixed dates, fixed order."""
import io
import zipfile


def pack(parts):
    """Parts, as (name, bytes or str), to a zip; a part called mimetype is stored, as OpenDocument asks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode() if isinstance(content, str) else content)
    return out.getvalue()


def slim(data, drop=()):
    """The same package without parts that hold no text: previews, themes, settings of programs."""
    source = zipfile.ZipFile(io.BytesIO(data))
    names = [name for name in source.namelist() if not any(it in name for it in drop) and not name.endswith("/")]
    return pack([(name, source.read(name)) for name in names])
