-- Asks for the pages listed in the file named by PAGES, at random; the seed is the same for every server. Requests are written once,
-- for a load that writes them as it goes is busy to the full before a server is.
local requests = {}
init = function()
  for line in io.lines(os.getenv("PAGES")) do requests[#requests + 1] = wrk.format("GET", line) end
  math.randomseed(2025)
end
request = function() return requests[math.random(#requests)] end
