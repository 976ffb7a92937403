-- What a batch's title is made of, so that each reader has it in the own language: a text of the catalogue
-- and its arguments (base/phrase.h). NULL: it was typed, or stands finished as it was made.
-- `title` then is the same in Chinese, for packs.
ALTER TABLE payout ADD COLUMN said {text};
