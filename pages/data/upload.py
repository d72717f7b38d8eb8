"""上传: files in, preview, publish."""

from tuanqing.ui.screens import upload

PAGE = {"title": "Upload", "icon": ":material/upload_file:", "order": 10, "needs": "import"}

upload.draw()
