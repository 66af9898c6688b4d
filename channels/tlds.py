"""Top-level domains by which a bare ``example.go.id`` is taken for a link.

Every country code (and one that X still knows), and the generic names that offices, newspapers
and their readers use.
Punycode domains (``xn--…``) always count.
"""

from __future__ import annotations

COUNTRIES = """
ac ad ae af ag ai al am an ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br
bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee
eg eh er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm
hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp kr kw ky kz la lb lc li
lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my mz na nc ne
nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc
sd se sg sh si sj sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tp tr tt
tv tw tz ua ug uk um us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw
"""

GENERIC = """
academy accountant actor adult aero agency airforce amsterdam apartments app archi army art asia
associates attorney auction audio auto autos baby band bank bar bayern beauty beer berlin best bet
bible bid bike bingo bio biz black blog blue boats bond boo book boutique box brussels build
builders business buy buzz cab cafe cam camera camp capital car cards care career careers cars
casa case cash casino cat catering center ceo channel charity chat cheap christmas church city
claims cleaning click clinic clothing cloud club coach codes coffee college cologne com community
company computer condos construction consulting contact contractors cooking cool coop country
coupons courses credit creditcard cricket cruises dad dance date dating day deals degree delivery
democrat dental dentist desi design dev diamonds diet digital direct directory discount docs
doctor dog domains dot download earth eco edu education email energy engineer engineering
enterprises equipment estate eus events exchange expert exposed express fail faith family fan fans
farm fashion feedback film finance financial fish fishing fit fitness flights florist flowers foo
food football forsale forum foundation free frl fun fund furniture futbol fyi gallery game games
garden gay gdn gift gifts gives glass global gmbh gold golf google gop gov graphics gratis green
gripe group guide guitars guru hair hamburg haus health healthcare help helsinki here hiphop hiv
hockey holdings holiday homes horse hospital host hosting hotels house how icu immo immobilien inc
industries info ing ink institute insurance insure int international investments irish ist
istanbul jetzt jewelry jobs juegos kaufen kim kitchen kiwi kyoto land lat law lawyer lease legal
lgbt life lighting limited limo link live living llc loan loans lol london lotto love ltd luxe
luxury maison makeup management map market marketing markets mba media med melbourne meme memorial
men menu miami mil mobi moda moe mom money monster mortgage motorcycles mov movie museum name navy
net network new news nexus ngo ninja now nrw nyc observer one ong onl online ooo org organic osaka
page paris partners parts party pet phd photo photography photos pics pictures pink pizza place
plumbing plus poker porn post press pro productions prof promo properties property pub qpon quebec
quest racing read realestate realtor realty recipes red rehab reise reisen rent rentals repair
report republican rest restaurant review reviews rich rip rocks rodeo room rugby ruhr run ryukyu
sale salon sarl save scholarships school science scot search seat secure security select services
sexy shiksha shoes shop shopping show singles site ski skin soccer social software solar solutions
soy space sport spot srl storage store stream studio study style sucks supplies supply support
surf surgery swiss sydney systems taipei talk tattoo tax taxi team tech technology tel tennis
theater tickets tips tires today tokyo tools top tours town toys trade trading training travel
tube uno university vacations vegas ventures vet viajes video villas vin vip vision vlaanderen
vodka vote voting voto voyage wales wang watch weather webcam website wedding wien wiki win wine
work works world wow wtf xin xxx xyz yachts yoga yokohama you zip zone
"""

TLDS = frozenset((COUNTRIES + GENERIC).split())
