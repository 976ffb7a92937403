-- What a title the program gives is made of, so that each reader has it in the own language: a text of the
-- catalogue and its arguments (base/phrase.h). NULL: it was typed, or stands finished as it was submitted.
-- `title` then is the same in Chinese, for packs.
ALTER TABLE approval ADD COLUMN said {text};
