-- Asks for the pages listed in the file named by PAGES, at random; the seed is the same for every server.
local pages = {}
for line in io.lines(os.getenv("PAGES")) do pages[#pages + 1] = line end
math.randomseed(2025)
request = function() return wrk.format("GET", pages[math.random(#pages)]) end
