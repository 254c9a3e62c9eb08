-- A source that cannot do the replay of a letter says so: that is an act of the letter too.
alter table orchestrix.dead_letter_acts
    drop constraint dead_letter_acts_act_check,
    add constraint dead_letter_acts_act_check check (act in ('replay', 'discard', 'refuse'));
