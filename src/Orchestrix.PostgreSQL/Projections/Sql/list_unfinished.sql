select name from orchestrix.projection_rebuilds where state in ('requested', 'running', 'cancelling');
