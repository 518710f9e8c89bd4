-- The rows of a table like a registry of companies. The lists of words are variables, set from registry_words.toml.

-- A number that looks random and depends on seed, column and row alone.
-- Squares modulo a prime are thirty times as fast as a hash, and look as random.
CREATE MACRO start(name) AS (md5_number_lower(getvariable('seed') || '/' || name) % 2147483647)::BIGINT;
CREATE MACRO squared(number, plus) AS (number * number + plus) % 2147483647;
CREATE MACRO drawn(name, i, below) AS
    squared(squared(squared((i + start(name)) % 2147483647, start(name)), 17), start(name)) % below;

CREATE MACRO picked(name, i) AS getvariable(name)[1 + drawn(name, i, len(getvariable(name)))];

-- The word that stands for a digit of a number, of which a single draw gives several.
CREATE MACRO word(name, number, place) AS
    getvariable(name)[1 + number // (len(getvariable(name)) ** place)::BIGINT % len(getvariable(name))];

-- Credit codes of GB 32100-2015: 9, the kind, 000000M, a serial number of eight characters, the check digit.
CREATE MACRO code_char(number) AS substr('0123456789ABCDEFGHJKLMNPQRTUWXY', 1 + number, 1);
CREATE MACRO code_digit(serial, place) AS serial // (31 ** place)::BIGINT % 31;
CREATE MACRO code_body(kind, serial) AS '9' || kind || '000000M'
    || code_char(code_digit(serial, 7)) || code_char(code_digit(serial, 6)) || code_char(code_digit(serial, 5))
    || code_char(code_digit(serial, 4)) || code_char(code_digit(serial, 3)) || code_char(code_digit(serial, 2))
    || code_char(code_digit(serial, 1)) || code_char(code_digit(serial, 0));
-- The factors are the powers of 3, modulo 31.
CREATE MACRO check_digit(kind, serial) AS code_char((31 - (9 + kind * 3 + 21 * 20
    + code_digit(serial, 7) * 29 + code_digit(serial, 6) * 25 + code_digit(serial, 5) * 13 + code_digit(serial, 4) * 8
    + code_digit(serial, 3) * 24 + code_digit(serial, 2) * 10 + code_digit(serial, 1) * 30 + code_digit(serial, 0) * 28
    ) % 31) % 31);

CREATE MACRO registry(first, after) AS TABLE
    WITH draws AS (
        SELECT
            i, picked('legal_forms', i) AS form, picked('places', i) AS place, picked('amounts', i) AS amount,
            picked('capitals', i) AS capital, picked('dates', i) AS date_form, picked('scope_texts', i) AS separator,
            picked('codes', i) AS code_form, picked('damage', i) AS damage, picked('states', i) AS state,
            drawn('tail', i, 1000000) AS tail, drawn('name', i, 1000000000) AS name,
            drawn('scope', i, 1000000000) AS scope,
            -- Most companies are young.
            DATE '2026-11-20' - (16000 * (drawn('day', i, 1000000) / 1000000) ** 2)::INTEGER AS day,
            -- 31 does not divide the factor, so every row has a code of its own.
            i * 10000019 + getvariable('seed') AS serial
        FROM (SELECT range AS i FROM range(first, after))),
    kinds AS (
        SELECT *, CASE WHEN form LIKE '个体%' THEN 2 WHEN form LIKE '农民%' THEN 3 ELSE 1 END AS kind FROM draws),
    codes AS (
        SELECT *, code_body(kind, serial) AS body, check_digit(kind, serial) AS digit FROM kinds)
    SELECT
        replace(split_part(place, '/', 2), '市', '') || '示例' || word('syllables', name, 0)
            || word('syllables', name, 1) || word('syllables', name, 2) || picked('trades', i)
            || CASE
                WHEN kind = 2 THEN '经营部'
                WHEN kind = 3 THEN '农民专业合作社'
                WHEN form LIKE '%分公司%' OR form LIKE '%分支机构%' THEN '有限公司第' || (1 + tail % 9) || '分公司'
                WHEN form LIKE '%代表机构%' THEN '公司代表处'
                WHEN form LIKE '%合伙%' THEN '合伙企业（有限合伙）'
                WHEN form LIKE '%个人独资%' OR form LIKE '%制%' THEN '厂'
                WHEN form LIKE '股份有限%' THEN '股份有限公司'
                ELSE '有限公司' END
            AS "企业名称",
        CASE code_form
            WHEN 'right' THEN body || digit
            WHEN 'lower case' THEN lower(body || digit)
            WHEN 'wrong check digit' THEN body || CASE digit WHEN '0' THEN '1' ELSE '0' END
            ELSE '' END AS "统一社会信用代码",
        form AS "企业类型",
        replace(replace(replace(replace(replace(date_form, 'YYYY', year(day)::VARCHAR),
            'MM', lpad(month(day)::VARCHAR, 2, '0')), 'DD', lpad(day(day)::VARCHAR, 2, '0')),
            'M', month(day)::VARCHAR), 'D', day(day)::VARCHAR) AS "成立日期",
        replace(capital, '{}', CASE
            WHEN amount <> 'tail' THEN amount
            WHEN tail % 4 > 0 THEN (tail // 50)::VARCHAR
            ELSE (tail // 700) || '.' || lpad((tail % 10000)::VARCHAR, 4, '0') END) AS "注册资本",
        state AS "经营状态",
        split_part(place, '/', 1) AS "所在省份",
        split_part(place, '/', 2) AS "所在城市",
        picked('people', i) || drawn('person', i, 100) AS "法定代表人",
        word('activities', scope, 0) || separator || word('activities', scope, 1) || separator
            || word('activities', scope, 2) || separator || word('activities', scope, 3) || separator
            || word('activities', scope, 4) || separator || word('activities', scope, 5) AS "经营范围",
        damage
    FROM codes;

-- Some rows have their cells one column to the right.
CREATE MACRO shifted(first, after) AS TABLE
    SELECT
        CASE damage WHEN 'moved by one column' THEN "经营范围" ELSE "企业名称" END AS "企业名称",
        CASE damage WHEN 'moved by one column' THEN "企业名称" ELSE "统一社会信用代码" END AS "统一社会信用代码",
        CASE damage WHEN 'moved by one column' THEN "统一社会信用代码" ELSE "企业类型" END AS "企业类型",
        CASE damage WHEN 'moved by one column' THEN "企业类型" ELSE "成立日期" END AS "成立日期",
        CASE damage WHEN 'moved by one column' THEN "成立日期" ELSE "注册资本" END AS "注册资本",
        CASE damage WHEN 'moved by one column' THEN "注册资本" ELSE "经营状态" END AS "经营状态",
        CASE damage WHEN 'moved by one column' THEN "经营状态" ELSE "所在省份" END AS "所在省份",
        CASE damage WHEN 'moved by one column' THEN "所在省份" ELSE "所在城市" END AS "所在城市",
        CASE damage WHEN 'moved by one column' THEN "所在城市" ELSE "法定代表人" END AS "法定代表人",
        CASE damage WHEN 'moved by one column' THEN "法定代表人" ELSE "经营范围" END AS "经营范围",
        damage
    FROM registry(first, after);

CREATE MACRO field(cell) AS
    CASE WHEN regexp_matches(cell, '[,"\n]') THEN '"' || replace(cell, '"', '""') || '"' ELSE cell END;

-- The lines of CSV with their damage.
CREATE MACRO lines(first, after) AS TABLE
    WITH fields AS (
        SELECT
            field("企业名称") AS name, field("统一社会信用代码") AS code,
            field("企业类型") || ',' || field("成立日期") || ',' || field("注册资本") || ',' || field("经营状态") || ','
                || field("所在省份") || ',' || field("所在城市") || ',' || field("法定代表人") || ','
                || field("经营范围") AS others,
            damage
        FROM shifted(first, after))
    SELECT
        CASE damage
            WHEN 'comma without quotes' THEN replace(name, '示例', '示例,')
            WHEN 'quote not closed' THEN '"' || name
            ELSE name END
        || CASE damage WHEN 'one cell lost' THEN '' ELSE ',' || code END
        || ',' || others AS line
    FROM fields;
