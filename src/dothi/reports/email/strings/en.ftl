# reports: letters that come by e-mail
reports-mailboxes = Mailboxes
reports-mailbox = Mailbox
reports-mailbox-new = Add a mailbox
reports-mailboxes-none = No mailbox yet.
reports-mailboxes-none-hint = Add the mailbox that citizens send reports to; it is read every minute, and nothing in it is changed or deleted.
reports-mailbox-no-channel = There is no e-mail channel: senders get neither their code nor their link.
reports-mailbox-state = State
reports-mailbox-read = Last read
reports-mailbox-since = Letters are read since
reports-mailbox-works = Being read
reports-mailbox-stopped = Stopped
reports-mailbox-trouble = Cannot be read
reports-mailbox-unread = Never read yet
reports-mailbox-silent = Not read for long
reports-mailbox-test = Test the connection
reports-mailbox-tested = It connects; the folder holds { $count } letters.
reports-mailbox-stop = Stop reading
reports-mailbox-start = Read again
reports-mailbox-question = Stop reading this mailbox? What comes meanwhile is read when it goes on.
reports-mailbox-keep = Save
reports-mailbox-kept = Mailbox { $name } was saved.
reports-mailbox-field-name = Name
reports-mailbox-field-code = Code
reports-mailbox-code-help = Letters without accents, digits, hyphens; it cannot be changed later.
reports-mailbox-field-address = Address that citizens write to
reports-mailbox-field-host = IMAP server
reports-mailbox-field-port = Port
reports-mailbox-field-security = Security
reports-mailbox-security-tls = TLS (usually port 993)
reports-mailbox-security-starttls = STARTTLS (usually port 143)
reports-mailbox-field-username = User name
reports-mailbox-field-password = Password
reports-mailbox-password-help = Encrypted when it is kept, and never shown again. Better make an app password for this system alone.
reports-mailbox-password-kept = Empty: the one in use is kept. With another server or user name it is typed again.
reports-mailbox-field-folder = Folder
reports-mailbox-field-agency = Agency
reports-mailbox-agency-help = The desk of this agency looks at letters that wait for a decision.
reports-mailbox-field-category = Usual category
reports-mailbox-category-help = Used where the words of a letter say none; the desk can change it.
reports-mailbox-field-since = Letters since
reports-mailbox-field-stopped-at = Stopped at
reports-mailbox-field-changed-at = Changed at
reports-mailbox-field-changed-by = Changed by
reports-mailbox-line = { $code }  { $address }  read { $read }  waiting { $waiting }  { $state }
reports-mailbox-summary = { $code }: { $reports } new reports, { $notes } additions, { $aside } for an officer, { $ignored } of machines, { $known } known
reports-thing-mailbox = Mailbox for reports

reports-mail = Letters that wait
reports-mail-lead = Letters that are no report yet, each with its reason. Taken as a report, its sender is told code and link; dropped, its words are erased.
reports-mail-none = No letter waits.
reports-mail-none-hint = What was read became a report or stands in one.
reports-mail-why = Why it waits
reports-mail-came = Came
reports-mail-sender = Sender
reports-mail-take = Take as a report
reports-mail-drop = Drop
reports-mail-drop-question = Put this letter away? Its words and pictures are erased for good.
reports-mail-taken = The letter became report { $code }; its sender is told code and link.
reports-mail-no-subject = (no subject)
reports-mail-dropped = The letter was dropped; its words are erased.
reports-mail-category-by-words = By its words
reports-mail-why-sender = No sender that could be answered
reports-mail-why-unproved = The mail server says that the sender may be forged
reports-mail-why-spam = The mail server marked it as spam
reports-mail-why-large = Larger than allowed, not fetched
reports-mail-why-unreadable = Broken, cannot be read
reports-mail-why-flood = This sender sent too many at once
reports-mail-why-empty = It says nothing
reports-mail-why-emergency = Perhaps an emergency
reports-mail-why-refused = It could not become a report (its category ended, say)
reports-mail-why-over = Written to a report that is answered or closed
reports-mail-no-place = The letter tells no place
reports-said-mailed = the reporter wrote by e-mail
reports-mail-owed-sender = Letter to look at: no known sender
reports-mail-owed-unproved = Letter to look at: its sender may be forged
reports-mail-owed-spam = Letter to look at: perhaps spam
reports-mail-owed-large = Letter to look at: too large
reports-mail-owed-unreadable = Letter to look at: broken
reports-mail-owed-flood = Letter to look at: one sender sent too many
reports-mail-owed-empty = Letter to look at: it says nothing
reports-mail-owed-emergency = Letter: perhaps an emergency
reports-mail-owed-refused = Letter to look at: it could not become a report
reports-mail-owed-over = Letter to a report that is done

reports-mail-receipt-title = { $code } – report received · đã nhận phản ánh
reports-mail-receipt =
    We have received your report { $code }.
    Follow it, add to it and rate the result by your own link (please do not pass it on):
    { $link }
    { $left ->
        [0] To add something, answer this letter.
       *[other] { $left } files were no pictures, too large or too many, and were left out. To add something, answer this letter.
    }

    Chúng tôi đã nhận phản ánh của bạn, mã { $code }. Theo dõi, bổ sung và đánh giá tại liên kết riêng ở trên, hoặc trả lời thư này.
reports-mail-receipt-plain-title = { $code } – report received · đã nhận phản ánh
reports-mail-receipt-plain =
    We have received your report { $code }. To add something, answer this letter.
    { $left ->
        [0] {""}
       *[other] { $left } files were no pictures, too large or too many, and were left out.
    }
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }. Muốn bổ sung, bạn trả lời thư này.
reports-mail-receipt-place-title = { $code } – place needed · cần thêm vị trí
reports-mail-receipt-place =
    We have received your report { $code }, but do not know where it is.
    Please tell the place by your own link (do not pass it on); otherwise an officer will look for it by your words:
    { $link }
    { $left ->
        [0] To add something, answer this letter.
       *[other] { $left } files were no pictures, too large or too many, and were left out. To add something, answer this letter.
    }

    Chúng tôi đã nhận phản ánh của bạn, mã { $code }, nhưng chưa rõ việc ở đâu. Hãy chọn vị trí tại liên kết ở trên; nếu không, cán bộ sẽ tìm.
reports-mail-receipt-place-plain-title = { $code } – place needed · cần thêm vị trí
reports-mail-receipt-place-plain =
    We have received your report { $code }, but do not know where it is. Please answer this letter with house number, street and ward.
    { $left ->
        [0] {""}
       *[other] { $left } files were no pictures, too large or too many, and were left out.
    }
    Chúng tôi đã nhận phản ánh của bạn, mã { $code }, nhưng chưa rõ việc ở đâu. Hãy trả lời thư này và cho biết số nhà, đường, phường hoặc xã.
reports-mail-over-title = { $code } – already answered · đã có kết quả
reports-mail-over =
    Report { $code } was answered. See, rate or reopen it at { $address } (a code is sent to this e-mail address). An officer will read your letter, too.

    Phản ánh { $code } đã được trả lời. Xem, đánh giá hoặc yêu cầu xử lý lại tại địa chỉ ở trên; cán bộ cũng sẽ đọc thư của bạn.
reports-mail-over-plain-title = { $code } – already answered · đã có kết quả
reports-mail-over-plain =
    Report { $code } was answered; see, rate or reopen it by the link that you were sent. An officer will read your letter, too.

    Phản ánh { $code } đã được trả lời; xem, đánh giá hoặc yêu cầu xử lý lại bằng liên kết đã nhận. Cán bộ cũng sẽ đọc thư của bạn.
reports-mail-flood-title = Your letters wait · thư đang chờ xem
reports-mail-flood =
    Many letters came from you just now. None is lost: an officer will read them. For anything urgent please call 1022; in an emergency 112, 113, 114 or 115.

    Chúng tôi vừa nhận được nhiều thư từ bạn. Các thư sau không bị mất: cán bộ sẽ đọc. Việc gấp hãy gọi 1022; khẩn cấp gọi 112, 113, 114, 115.
reports-mail-empty-title = Empty letter · thư chưa có nội dung
reports-mail-empty =
    Your letter was empty, so it is no report yet. Please write what it is and where, with photos if you have any, or use { $form }

    Thư của bạn không có nội dung nên chưa thành phản ánh. Hãy cho biết việc gì và ở đâu, hoặc dùng địa chỉ ở trên.
reports-mail-large-title = Letter too large · thư quá lớn
reports-mail-large =
    Your letter is too large for us. An officer will look at it; it is quicker to send it again with smaller photos, or to use { $form }

    Thư của bạn lớn quá mức nhận được. Cán bộ sẽ xem; nhanh hơn, hãy gửi lại với ảnh nhỏ hơn hoặc dùng địa chỉ ở trên.
reports-mail-emergency-title = Please call { $number } now · hãy gọi ngay
reports-mail-emergency =
    { $text }
    If somebody is in danger, call { $number } now: e-mail is not read in time. If it is no emergency, an officer will read your letter.

    Nếu đang có nguy hiểm, hãy gọi ngay { $number }. Thư điện tử không được đọc kịp. Nếu không phải việc khẩn cấp, cán bộ sẽ xem thư của bạn.

error-mail-inside = The mail server { $host } lies inside, so it is not connected to; an administrator adds it to DOTHI_EGRESS_ALLOW if it is the right one.
error-mail-certificate = The certificate of the mail server { $host } cannot be trusted ({ $detail }); check the server's name, or add its authority to DOTHI_EGRESS_CA.
error-mail-slow = The mail server { $host } answers too slowly; it is tried again in a minute.
error-mail-no-connection = The mail server { $host } cannot be reached: { $detail }; check its name and port.
error-mail-broke-off = The mail server { $host } broke off: { $detail }; it is tried again in a minute.
error-mail-answer = The mail server { $host } does not answer as IMAP; check that server and port are those of IMAP.
error-mail-folder = The mailbox has no folder { $folder }; check its name (letters without accents).
error-mail-login = The mail server { $host } refuses user name or password; type them again, or make an app password.
error-mail-secret = The mailbox's password cannot be decrypted, because the key changed; type it again.
error-mail-password = A new mailbox needs a password; type it.
error-mail-password-again = Server or user name changed; type the password again.
error-mail-field = The field { $field } of the mailbox is empty or wrong; mend it.
error-mail-code-taken = The code { $code } belongs to another mailbox; choose another.
error-mail-no-mailbox = There is no mailbox { $code }; look at the list.
error-mail-gone = This letter waits no more: somebody decided, or it is not your agency's.
error-mail-decided = { $who } decided about this letter; load the list again.
