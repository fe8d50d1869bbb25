# shiftbook
