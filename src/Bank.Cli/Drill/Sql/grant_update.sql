grant update on orchestrix.events to orchestrix_app;
