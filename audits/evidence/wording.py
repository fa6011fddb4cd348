"""What the reader of a pack is told first."""

READ_FIRST = """\
GÓI BẰNG CHỨNG CỦA MỘT CUỘC ĐÁNH GIÁ NỘI BỘ

Trong gói có gì
  bao-cao/      báo cáo đã ban hành (PDF, Word) và nội dung đã chốt (JSON)
  ke-hoach/     kế hoạch đánh giá
  phieu-hoi/    phiếu ghi chép (PDF), câu hỏi và mọi câu trả lời (JSON), mẫu hồ sơ, ảnh gốc
  phat-hien/    phiếu phát hiện, hành động khắc phục và tệp chứng minh
  tai-lieu/     nguyên văn các bản đã ban hành mà cuộc đánh giá dùng làm chuẩn mực
  manifest.json danh mục: đường dẫn, kích thước, mã băm SHA-256 của từng tệp
  verify.py     chương trình kiểm tra

Kiểm tra gói
  1. Giải nén vào một thư mục (hoặc để nguyên tệp ZIP).
  2. Máy cần có Python 3.8 trở lên, không cần mạng, không cần cài thêm gì. Gõ:
         python3 -I verify.py THƯ_MỤC
     hoặc  python3 -I verify.py TỆP.zip
  3. "KHỚP" nghĩa là không tệp nào bị sửa, bị mất, bị thêm hay đổi tên từ khi lập gói.
     "KHÔNG KHỚP" thì từng điểm khác được nêu tên.
  4. Để chắc danh mục không bị làm giả, lấy mã băm của gói ghi ở trang cuộc đánh giá trên hệ thống và gõ:
         python3 -I verify.py THƯ_MỤC --hash MÃ_BĂM
     Nếu nghi ngờ chính tệp verify.py, hãy tải tệp này từ hệ thống, đừng dùng tệp trong gói.

Gói chỉ ghi mã hồ sơ, không ghi tên người nộp hồ sơ. Ảnh và tệp chứng minh là tài liệu nội bộ của cơ quan.
"""
