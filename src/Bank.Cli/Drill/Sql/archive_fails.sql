alter system set archive_command = 'false';
