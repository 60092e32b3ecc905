;;; Opens the article, applies one fix and then all safe ones, and saves.  -*- lexical-binding: t -*-
;;; The set-up is that of editors/README.md.

(defun test-fail (what)
  "Say WHAT is wrong, and end."
  (message "emacs: %s" what)
  (dolist (found (flymake-diagnostics))
    (message "  %d-%d %s" (flymake-diagnostic-beg found) (flymake-diagnostic-end found) (flymake-diagnostic-text found)))
  (message "%s" (buffer-string))
  (kill-emacs 1))

(defun test-wait (what ready)
  "Wait for WHAT, which has come when READY says so."
  (let ((end (+ (float-time) 60)))
    (while (not (funcall ready))
      (when (> (float-time) end)
        (test-fail (format "in vain waited for %s" what)))
      (accept-process-output nil 0.05))))

(defun test-found (count)
  "Wait until COUNT findings are marked."
  (test-wait (format "%d findings" count) (lambda () (= (length (flymake-diagnostics)) count))))

(defun test-choose (title)
  "Take the action TITLE when asked to choose."
  (fset 'completing-read
        (lambda (_prompt items &rest _)
          (unless (assoc title items)
            (test-fail (format "no action is called %s" title)))
          title)))

(find-file (getenv "ARTICLE"))
(text-mode)
(unless (eglot-current-server)
  (call-interactively #'eglot))
(flymake-start)
(test-found 8)
(let ((words (mapcar (lambda (found)
                       (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found)))
                     (flymake-diagnostics))))
  (setq words (mapconcat #'identity (sort words #'string<) "|"))
  (unless (equal words ",|,|,the|.|MM. Duval and Roux|a a|monday|underlined")
    (test-fail (format "the marked words are %s" words))))

(goto-char (point-min))
(search-forward "step,” under")
(test-choose "Write `added`")
(let ((last-nonmenu-event ?\s)) ; as if by a key, not by the mouse
  (call-interactively #'eglot-code-actions))
(unless (search-forward "ed her deputy" nil t)
  (test-fail "the fix was not applied"))
(eglot--signal-textDocument/didChange)
(test-found 7)

(test-choose "Fix all safe issues in this article")
(copydesk-fix)
(eglot--signal-textDocument/didChange)
(test-found 0)
(save-buffer)
(kill-emacs 0)
